//! A node of an invented body, and questions to its site.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use node::{Founding, Machine, Node, SetClock, TokenTerms, Tokens};
use record::{Draft, Office, Text};
use serde_json::{Value as Json, json};
use tower_service::Service;
use web::{Live, Site};

/// 24 November 2026, 12:00 UTC.
pub(crate) const NOW_MS: i64 = 1_795_521_600_000;

pub(crate) struct House {
    pub(crate) clock: Arc<SetClock>,
    pub(crate) node: Arc<Node<Live>>,
    pub(crate) router: Router,
    pub(crate) token: String,
    batches: AtomicI64,
    _dir: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// As text, without the marks that isolate values within a sentence.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap().replace(['\u{2068}', '\u{2069}'], "")
    }

    pub(crate) fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl House {
    /// A node that has stated what a duty officer would meet: three places, an instrument, coverage, measures, a correction, a withdrawal.
    pub(crate) fn furnished() -> House {
        let house = House::empty();
        house.state(&furniture());
        house
    }

    /// A node that has stated nothing but its genesis.
    pub(crate) fn empty() -> House {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at(NOW_MS - 86_400_000 * 30));
        let machine = Machine { clock: clock.clone(), marks: dir.path().join("marks"), passphrase: None };
        let founding = Founding {
            origin: "office.example/log".parse().unwrap(),
            name: Text::One("Office of Examples".to_owned()),
            language: "en".to_owned(),
            licence: "CC0-1.0".to_owned(),
            place: Some("QMA".to_owned()),
            level: Some("national".to_owned()),
            settings: String::new(),
            seed: Some([7; 32]),
        };
        let folder = dir.path().join("node");
        Node::<Live>::create(&folder, &founding, &machine).unwrap();
        let node = Arc::new(Node::open(&folder, league::KINDS, &machine).unwrap());
        node.follow_index(|what| panic!("{what}")).unwrap();
        let tokens = Arc::new(Tokens::open(&folder).unwrap());
        let terms = TokenTerms { name: "test", office: &"office:health".parse().unwrap(), kinds: None, days: 90 };
        let token = tokens.create(&terms, league::KINDS, clock.as_ref()).unwrap();
        let accounts = Arc::new(node::Accounts::open(&folder).unwrap());
        let report = Arc::new(|_: &str| ());
        let site = Site {
            node: node.clone(),
            tokens,
            accounts,
            clock: clock.clone(),
            public_url: "https://office.example".to_owned(),
            is_invented: true,
            allowances: BTreeMap::new(),
            findings: Arc::default(),
            report,
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        House { clock, node, router: web::router(site), token, batches: AtomicI64::new(0), _dir: dir, runtime }
    }

    /// States drafts, each batch an hour after the one before.
    pub(crate) fn state(&self, batches: &[Vec<Json>]) {
        for batch in batches {
            let number = self.batches.fetch_add(1, Ordering::SeqCst);
            self.clock.set(NOW_MS - 86_400_000 * 10 + 3_600_000 * number);
            let drafts = batch.iter().map(|draft| Draft::from_json(draft.clone()).unwrap()).collect();
            self.node.publish(drafts, &Office::default()).unwrap();
        }
        self.clock.set(NOW_MS);
    }

    /// Pins a partner, which no one can reach.
    pub(crate) fn follow(&self, origin: &str, name: &str) {
        use record::own::partner::{self, Partner};
        let key = record::note::SigningKey::from_seed(origin, record::note::Algorithm::Ed25519, &[9; 32]).unwrap().verifying_key();
        let origin = origin.parse().unwrap();
        let subject = partner::subject(&origin).unwrap();
        let (name, url, vkey) = (Text::One(name.to_owned()), format!("https://{origin}"), key.to_string());
        let partner = Partner { origin, name, url, vkey, witness: None, mirror: None, did: None, speaks_for: Vec::new(), paused: false };
        self.node.state(vec![record::own::draft(&partner::KIND, subject, None, &partner).unwrap()]).unwrap();
    }

    pub(crate) fn ask(&self, request: Request<Body>) -> Answer {
        let mut router = self.router.clone();
        self.runtime.block_on(async move {
            let response = router.call(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
            Answer { status: parts.status, headers: parts.headers, body }
        })
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    pub(crate) fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request.body(Body::empty()).unwrap())
    }

    pub(crate) fn post(&self, content_type: &str, token: Option<&str>, body: impl Into<Body>) -> Answer {
        let mut request = Request::post("/statements").header("content-type", content_type);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.ask(request.body(body.into()).unwrap())
    }

    /// The sid of a subject of this record.
    pub(crate) fn sid(&self, subject: &str) -> String {
        record::Sid::of(&self.node.identity().origin, &subject.parse().unwrap()).to_string()
    }
}

fn place(code: &str, name: &str, level: &str, parent: Option<&str>) -> Json {
    let mut body = json!({"code": code, "name": {"en": name, "ar": format!("{name} عربي")}, "level": level});
    if let Some(parent) = parent {
        body["parent"] = parent.into();
    }
    json!({"kind": "place/v1", "subject": format!("place:{code}"), "body": body})
}

/// A measure of our own or of someone whom we observe.
pub(crate) fn measure(subject: &str, place: &str, instrument: &str, level: u8, start: &str, end: Option<&str>, source: Option<&str>) -> Json {
    let mut body = json!({"instrument": instrument, "place": place, "level": level, "start": start, "title": format!("Rule {subject}"), "text": "Schools stay open for some."});
    if matches!(instrument, "C1" | "H1") {
        body["flag"] = 1.into();
    }
    if let Some(end) = end {
        body["end"] = end.into();
    }
    if let Some(source) = source {
        body["observed"] = json!({"of": place, "source": source});
    }
    json!({"kind": "measure/v1", "subject": subject, "body": body})
}

fn coverage(place: &str, source: Option<&str>) -> Json {
    let mut body = json!({"places": [place], "instruments": ["C1", "C8", "HEAT"], "from": "2026-01-01"});
    if let Some(source) = source {
        body["observed"] = json!({"source": source});
    }
    json!({"kind": "coverage/v1", "subject": format!("coverage:{place}"), "body": body})
}

/// Three places, an instrument of our own, coverage, measures of two speakers; then a correction and a withdrawal.
pub(crate) fn furniture() -> Vec<Vec<Json>> {
    let heat = json!({"kind": "instrument/v1", "subject": "instrument:HEAT", "body": {"code": "HEAT", "name": "Heat action level", "levels": ["none", "green", "yellow", "red"]}});
    vec![
        vec![
            place("QMA", "Calmere", "national", None),
            place("QMA-A", "Aldervale", "regional", Some("QMA")),
            place("QNA", "Neravia", "national", None),
            heat,
        ],
        vec![coverage("QMA", None), coverage("QMA-A", Some("oxcgrt-legacy")), coverage("QNA", Some("oxcgrt-legacy"))],
        vec![
            measure("own", "QMA", "C1", 2, "2026-03-01", None, None),
            measure("heat", "QMA", "HEAT", 3, "2026-11-20", Some("2026-12-01"), None),
            measure("seen", "QMA-A", "C1", 3, "2026-10-01", Some("2026-11-30"), Some("oxcgrt-legacy")),
            measure("travel", "QNA", "C8", 1, "2026-02-01", Some("2026-06-30"), Some("oxcgrt-legacy")),
        ],
        vec![
            json!({"kind": "measure/v1", "subject": "wrong", "body": measure("wrong", "QMA", "C8", 4, "2026-05-01", None, None)["body"]}),
            json!({"kind": "measure/v1", "revises": "line:1", "act": "correct", "body": measure("wrong", "QMA", "C8", 3, "2026-05-01", None, None)["body"]}),
            json!({"kind": "measure/v1", "subject": "gone", "body": measure("gone", "QNA", "C1", 1, "2026-05-01", None, Some("oxcgrt-legacy"))["body"]}),
            json!({"kind": "measure/v1", "revises": "line:3", "act": "withdraw", "body": {"reason": {"en": "It was never decided.", "ar": "لم يُقرَّر قط."}}}),
        ],
    ]
}
