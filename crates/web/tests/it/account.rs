//! Signing in, stating in the browser, and what must not pass: posts from elsewhere, sessions that are over, what changed unseen.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use node::{Accounts, Clock as _, UserTerms};
use record::Office;

use crate::house::{Answer, House, NOW_MS, measure};

const PASSPHRASE: &str = "correct horse battery";

/// A browser: it keeps its cookie, and says where its posts come from.
pub(crate) struct Browser<'h> {
    house: &'h House,
    cookie: Option<String>,
}

impl Browser<'_> {
    pub(crate) fn get(&self, path: &str) -> Answer {
        let cookie = self.cookie.clone().unwrap_or_default();
        self.house.get_with(path, &[("cookie", &cookie)])
    }

    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(path, fields, &[("sec-fetch-site", "same-origin")])
    }

    fn post_from(&mut self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request = Request::post(path).header("content-type", "application/x-www-form-urlencoded").header("host", "office.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let answer = self.house.ask(request.body(Body::from(body)).unwrap());
        if let Some(set) = answer.headers.get("set-cookie") {
            let set = set.to_str().unwrap();
            self.cookie = (!set.contains("Max-Age=0")).then(|| set.split(';').next().unwrap().to_owned());
        }
        answer
    }

    fn sign_in(&mut self) -> Answer {
        self.post("/signin", &[("name", "ada"), ("passphrase", PASSPHRASE), ("next", "/my")])
    }

    /// What the forms of this session carry.
    fn token(&self) -> String {
        field(&self.get("/my").text(), "form-token")
    }

    /// Sends a form of ours, with its token.
    pub(crate) fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token();
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("form-token", token.as_str())]).collect();
        self.post(path, &fields)
    }

    /// A draft of a school closure in Neravia, all questions answered; its address.
    fn answered(&mut self) -> String {
        let begun = self.send("/state", &[]);
        let draft = begun.header("location").to_owned();
        let steps: [(&str, &[(&str, &str)]); 8] = [
            ("instrument", &[("instrument", "C1")]),
            ("place", &[("place-other", "Neravia")]),
            ("level", &[("level", "2"), ("flag", "1")]),
            (
                "dates",
                &[
                    ("start-day", "1"),
                    ("start-month", "12"),
                    ("start-year", "2026"),
                    ("review-day", "15"),
                    ("review-month", "12"),
                    ("review-year", "2026"),
                ],
            ),
            ("people", &[("population", "everyone"), ("reach", "own")]),
            ("mode", &[("mode", "floor")]),
            ("words", &[("title", "Schools in the <north> close"), ("text", "Two lines,\r\nof text."), ("basis", "Act 7/2026")]),
            ("coverage", &[("covers", "no")]),
        ];
        for (step, fields) in steps {
            let answer = self.send(&format!("{draft}/{step}"), fields);
            assert!(matches!(answer.status, StatusCode::SEE_OTHER), "{step}: {} {}", answer.status, answer.text());
            if answer.header("location").ends_with("/check") {
                break;
            }
        }
        draft
    }

    fn seen(&self, draft: &str) -> String {
        field(&self.get(&format!("{draft}/clashes")).text(), "seen")
    }
}

/// The value of a hidden field.
pub(crate) fn field(page: &str, name: &str) -> String {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no `{name}` in: {page}"));
    rest.split('"').next().unwrap().to_owned()
}

pub(crate) fn house_with(kinds: Option<&[String]>) -> House {
    let house = House::furnished();
    let accounts = Accounts::open(house.node.dir()).unwrap();
    let office: Office = "office:health".parse().unwrap();
    let terms = UserTerms { name: "ada", office: &office, kinds };
    accounts.add(&terms, PASSPHRASE, league::KINDS, house.clock.as_ref()).unwrap();
    house
}

pub(crate) fn signed_in(house: &House) -> Browser<'_> {
    let mut browser = Browser { house, cookie: None };
    assert_eq!(browser.sign_in().status, StatusCode::SEE_OTHER);
    browser
}

fn later(house: &House, minutes: i64) {
    house.clock.set(house.clock.now().as_millisecond() + minutes * 60_000);
}

#[test]
fn one_signs_in_with_a_cookie_that_no_script_and_no_other_site_gets() {
    let house = house_with(None);
    let mut browser = Browser { house: &house, cookie: None };
    let answer = browser.sign_in();
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/my"));
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-koinon="));
    for attribute in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Domain") && !cookie.contains("Expires"));
    assert_eq!(browser.get("/my").status, StatusCode::OK);
}

#[test]
fn a_wrong_passphrase_an_unknown_name_and_a_disabled_account_hear_the_same() {
    let house = house_with(None);
    let mut browser = Browser { house: &house, cookie: None };
    let mut heard = |name: &str, passphrase: &str| {
        let answer = browser.post("/signin", &[("name", name), ("passphrase", passphrase)]);
        assert!(answer.headers.get("set-cookie").is_none());
        (answer.status, answer.text().replace(name, ""))
    };
    let wrong = heard("ada", "wrong horse battery");
    assert_eq!(wrong.0, StatusCode::FORBIDDEN);
    assert_eq!(wrong, heard("bob", PASSPHRASE));
    Accounts::open(house.node.dir()).unwrap().set_disabled("ada", true, house.clock.as_ref()).unwrap();
    assert_eq!(wrong, heard("ada", PASSPHRASE));
    assert!(!wrong.1.contains("horse"), "what was typed as a passphrase is never shown");
}

#[test]
fn too_many_attempts_wait_with_a_word_on_how_long() {
    let house = house_with(None);
    let mut browser = Browser { house: &house, cookie: None };
    for _ in 0..node::limits::ATTEMPTS_FREE_NAME {
        assert_eq!(browser.post("/signin", &[("name", "ada"), ("passphrase", "wrong")]).status, StatusCode::FORBIDDEN);
    }
    let answer = browser.sign_in();
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), "2");
    assert!(answer.text().contains("in 2 seconds"));
    later(&house, 1);
    assert_eq!(browser.sign_in().status, StatusCode::SEE_OTHER);
}

#[test]
fn a_post_from_elsewhere_is_refused_wherever_it_goes_and_changes_nothing() {
    let house = house_with(None);
    let mut browser = signed_in(&house);
    let draft = browser.answered();
    let (token, seen) = (browser.token(), browser.seen(&draft));
    let elsewhere: [&[(&str, &str)]; 5] = [
        &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        &[("sec-fetch-site", "same-site"), ("origin", "https://other.office.example")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[],
    ];
    let size = house.node.size();
    for headers in elsewhere {
        for path in ["/signin", "/signout", "/state", &format!("{draft}/words"), &format!("{draft}/clashes"), &format!("{draft}/remove")] {
            let fields =
                [("form-token", token.as_str()), ("seen", &seen), ("tick", "yes"), ("title", "changed"), ("name", "ada"), ("passphrase", PASSPHRASE)];
            let cookie = browser.cookie.clone();
            let answer = browser.post_from(path, &fields, headers);
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
            assert!(answer.text().contains("Open the page here, and send the form from there"), "{path}");
            assert!(answer.headers.get("set-cookie").is_none());
            browser.cookie = cookie;
        }
    }
    assert_eq!(house.node.size(), size);
    assert!(browser.get(&format!("{draft}/words")).text().contains("Schools in the &lt;north&gt; close"));
}

#[test]
fn our_own_pages_are_known_by_either_header() {
    let house = house_with(None);
    for headers in [[("sec-fetch-site", "same-origin")], [("origin", "https://office.example")], [("sec-fetch-site", "none")]] {
        let mut browser = Browser { house: &house, cookie: None };
        let fields = [("name", "ada"), ("passphrase", PASSPHRASE)];
        assert_eq!(browser.post_from("/signin", &fields, &headers).status, StatusCode::SEE_OTHER, "{headers:?}");
    }
}

#[test]
fn a_session_that_was_signed_out_is_refused_when_replayed() {
    let house = house_with(None);
    let mut browser = signed_in(&house);
    let stolen = browser.cookie.clone();
    let out = browser.send("/signout", &[]);
    assert_eq!((out.status, out.header("location"), out.header("clear-site-data")), (StatusCode::SEE_OTHER, "/", "\"cache\""));
    assert_eq!(browser.cookie, None);
    let thief = Browser { house: &house, cookie: stolen };
    let answer = thief.get("/my");
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/signin?next=%2Fmy"));
    assert!(!thief.get("/").text().contains("Sign out"));
}

#[test]
fn signing_in_ends_the_session_before() {
    let house = house_with(None);
    let mut browser = signed_in(&house);
    let first = browser.cookie.clone();
    browser.sign_in();
    assert_ne!(first, browser.cookie);
    assert_eq!(Browser { house: &house, cookie: first }.get("/my").status, StatusCode::SEE_OTHER);
}

#[test]
fn no_page_of_one_who_is_signed_in_is_kept_for_others() {
    let house = house_with(None);
    let browser = signed_in(&house);
    for path in ["/", "/policies", "/my", "/record/7"] {
        let own = browser.get(path);
        assert_eq!((own.status, own.header("cache-control")), (StatusCode::OK, "no-store"), "{path}");
        assert!(own.headers.get("etag").is_none());
        assert!(own.text().contains("Sign out") && own.text().contains("office:health"), "{path}");
    }
    for path in ["/", "/policies", "/record/7"] {
        let public = house.get(path);
        assert!(!public.text().contains("Sign out") && public.text().contains("/signin?next="), "{path}");
        assert_eq!(public.header("cache-control"), "public, no-cache");
    }
    // What machines read is the same for all.
    assert_eq!(browser.get("/policies.json").body, house.get("/policies.json").body);
}

#[test]
fn a_measure_is_stated_by_the_office_and_the_receipt_leads_to_its_proof() {
    let house = house_with(None);
    let mut browser = signed_in(&house);
    let draft = browser.answered();
    let check = browser.get(&format!("{draft}/check")).text();
    assert!(check.contains("Check your answers") && check.contains("Schools in the &lt;north&gt; close"));
    let exact = check.split("<pre").nth(1).unwrap().split("</pre>").next().unwrap().replace("&quot;", "\"");
    assert!(exact.contains("\"by\":\"office:health\"") && exact.contains("\"title\":\"Schools in the &lt;north&gt; close\""), "{exact}");
    assert!(exact.contains("\"text\":\"Two lines,\\nof text.\""));
    let seen = browser.seen(&draft);
    let size = house.node.size();
    let stated = browser.send(&format!("{draft}/clashes"), &[("seen", &seen), ("tick", "yes")]);
    assert_eq!((stated.status, stated.header("location")), (StatusCode::SEE_OTHER, format!("{draft}/receipt").as_str()), "{}", stated.text());
    let entry = house.node.entry(size).unwrap().unwrap();
    assert_eq!((entry.statement.by.as_str(), entry.statement.kind.as_str()), ("office:health", "measure/v1"));
    assert_eq!(entry.statement.body["start"], "2026-12-01");
    assert_eq!(entry.statement.body["place"], "QNA");
    let receipt = browser.get(&format!("{draft}/receipt")).text();
    assert!(receipt.contains(&format!("/record/{size}.tlog-proof")) && receipt.contains(&entry.id.to_string()));
    // Sent once more, by an impatient finger: nothing is stated twice.
    let again = browser.send(&format!("{draft}/clashes"), &[("seen", &seen), ("tick", "yes")]);
    assert_eq!((again.status, house.node.size()), (StatusCode::SEE_OTHER, size + 1));
}

#[test]
fn what_changed_since_it_was_seen_is_shown_again_and_nothing_is_stated() {
    let house = house_with(None);
    let mut browser = signed_in(&house);
    let draft = browser.answered();
    let seen = browser.seen(&draft);
    browser.send(&format!("{draft}/words"), &[("title", "Other words")]);
    let size = house.node.size();
    let answer = browser.send(&format!("{draft}/clashes"), &[("seen", &seen), ("tick", "yes")]);
    assert_eq!((answer.status, house.node.size()), (StatusCode::UNPROCESSABLE_ENTITY, size));
    assert!(answer.text().contains("Something has changed since you last saw this page"));
    let seen = browser.seen(&draft);
    assert_eq!(browser.send(&format!("{draft}/clashes"), &[("seen", &seen), ("tick", "yes")]).status, StatusCode::SEE_OTHER);
}

#[test]
fn a_clash_with_the_level_above_is_shown_must_be_ticked_and_may_be_answered() {
    let house = house_with(None);
    let mut floor = measure("floor", "QMA", "C1", 3, "2026-12-01", None, None);
    floor["body"]["mode"] = "floor".into();
    house.state(&[vec![floor]]);
    let mut browser = signed_in(&house);
    let draft = browser.answered();
    for (step, fields) in [("place", [("place-other", "QMA-A"), ("place", "")]), ("level", [("level", "1"), ("flag", "1")])] {
        browser.send(&format!("{draft}/{step}"), &fields);
    }
    let page = browser.get(&format!("{draft}/clashes")).text();
    assert!(page.contains("It would start one clash"), "{page}");
    assert!(page.contains("Calmere") && page.contains("since 1 December 2026") && page.contains("Conflict"), "{page}");
    let seen = browser.seen(&draft);
    let size = house.node.size();
    let unticked = browser.send(&format!("{draft}/clashes"), &[("seen", &seen)]);
    assert_eq!((unticked.status, house.node.size()), (StatusCode::UNPROCESSABLE_ENTITY, size));
    assert!(unticked.text().contains("href=\"#tick\""));
    let accepted = [("seen", seen.as_str()), ("tick", "yes"), ("answer", "accepted")];
    let no_reason = browser.send(&format!("{draft}/clashes"), &accepted);
    assert!(no_reason.text().contains("href=\"#answer-reason\"") && no_reason.text().contains("href=\"#answer-until\""), "{}", no_reason.text());
    let whole =
        [("answer-reason", "The valley has no cases."), ("answer-until-day", "31"), ("answer-until-month", "12"), ("answer-until-year", "2026")];
    let fields: Vec<_> = accepted.into_iter().chain(whole).collect();
    let stated = browser.send(&format!("{draft}/clashes"), &fields);
    assert_eq!((stated.status, house.node.size()), (StatusCode::SEE_OTHER, size + 2), "{}", stated.text());
    let answer = house.node.entry(size + 1).unwrap().unwrap();
    assert_eq!(answer.statement.kind.as_str(), "finding/v1");
    assert_eq!(answer.statement.body["state"], "accepted");
    assert_eq!(answer.statement.body["until"], "2026-12-31");
}

#[test]
fn a_correction_and_a_withdrawal_say_why_and_revise_what_stands() {
    let house = house_with(None);
    let mut browser = signed_in(&house);
    let sid = house.sid("own");
    let page = browser.get(&format!("/measures/{sid}")).text();
    assert!(page.contains(&format!("action=\"/measures/{sid}/correct\"")));
    assert!(!house.get(&format!("/measures/{sid}")).text().contains("/correct\""));
    let draft = browser.send(&format!("/measures/{sid}/correct"), &[]).header("location").to_owned();
    let open = browser.get(&draft);
    assert_eq!(open.header("location"), format!("{draft}/reason"));
    assert_eq!(browser.send(&format!("{draft}/reason"), &[("reason", " ")]).status, StatusCode::UNPROCESSABLE_ENTITY);
    browser.send(&format!("{draft}/reason"), &[("reason", "It was level 1 from the start.")]);
    browser.send(&format!("{draft}/level"), &[("level", "1"), ("flag", "1")]);
    let seen = browser.seen(&draft);
    let size = house.node.size();
    let stated = browser.send(&format!("{draft}/clashes"), &[("seen", &seen), ("tick", "yes")]);
    assert_eq!(stated.status, StatusCode::SEE_OTHER, "{}", stated.text());
    let entry = house.node.entry(size).unwrap().unwrap();
    assert_eq!((entry.statement.act, entry.statement.body["level"].as_i64()), (record::Act::Correct, Some(1)));
    assert_eq!(entry.statement.body["text"], "Schools stay open for some.", "what was not asked stays");
    assert!(house.get(&format!("/measures/{sid}")).text().contains("It was level 1 from the start."));
    assert!(house.get("/corrections").text().contains("It was level 1 from the start."));
    let draft = browser.send(&format!("/measures/{sid}/withdraw"), &[]).header("location").to_owned();
    browser.send(&format!("{draft}/reason"), &[("reason", "It was never decided.")]);
    let seen = browser.seen(&draft);
    assert_eq!(browser.send(&format!("{draft}/clashes"), &[("seen", &seen), ("tick", "yes")]).status, StatusCode::SEE_OTHER);
    let entry = house.node.entry(size + 1).unwrap().unwrap();
    assert_eq!((entry.statement.act, entry.statement.body["reason"].as_str()), (record::Act::Withdraw, Some("It was never decided.")));
    assert_eq!(browser.send(&format!("/measures/{sid}/correct"), &[]).status, StatusCode::NOT_FOUND);
}

#[test]
fn two_who_put_the_same_right_do_not_overwrite_each_other() {
    let house = house_with(None);
    let mut browser = signed_in(&house);
    let sid = house.sid("own");
    let drafts = [(); 2].map(|()| {
        let draft = browser.send(&format!("/measures/{sid}/correct"), &[]).header("location").to_owned();
        browser.send(&format!("{draft}/reason"), &[("reason", "A slip.")]);
        draft
    });
    let statuses = drafts.map(|draft| {
        let seen = browser.seen(&draft);
        browser.send(&format!("{draft}/clashes"), &[("seen", &seen), ("tick", "yes")])
    });
    assert_eq!(statuses[0].status, StatusCode::SEE_OTHER);
    assert_eq!(statuses[1].status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(statuses[1].text().contains("someone revised it meanwhile"));
}

#[test]
fn what_was_typed_over_night_is_in_the_draft_after_signing_in_again() {
    let house = house_with(None);
    let mut browser = signed_in(&house);
    let draft = browser.answered();
    let token = browser.token();
    later(&house, 31);
    let path = format!("{draft}/words");
    let answer = browser.post(&path, &[("form-token", &token), ("title", "Typed over \"night\""), ("text", "for hours & hours")]);
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let page = answer.text();
    assert!(page.contains("What you typed is kept"));
    let kept = field(&page, "kept").replace("&amp;", "&").replace("&quot;", "\"");
    assert_eq!(field(&page, "next"), path);
    // Even a slip of the passphrase loses nothing.
    let slip = browser.post("/signin", &[("name", "ada"), ("passphrase", "wrong"), ("next", &path), ("kept", &kept)]);
    assert_eq!(field(&slip.text(), "kept").replace("&amp;", "&").replace("&quot;", "\""), kept);
    let back = browser.post("/signin", &[("name", "ada"), ("passphrase", PASSPHRASE), ("next", &path), ("kept", &kept)]);
    assert_eq!((back.status, back.header("location")), (StatusCode::SEE_OTHER, format!("{draft}/check").as_str()));
    let words = browser.get(&path).text();
    assert!(words.contains("Typed over &quot;night&quot;") && words.contains("for hours &amp; hours"), "{words}");
}

#[test]
fn stating_with_a_session_that_ran_out_states_nothing_and_shows_the_last_page_again() {
    let house = house_with(None);
    let mut browser = signed_in(&house);
    let draft = browser.answered();
    let (token, seen) = (browser.token(), browser.seen(&draft));
    later(&house, 31);
    let size = house.node.size();
    let path = format!("{draft}/clashes");
    let page = browser.post(&path, &[("form-token", &token), ("seen", &seen), ("tick", "yes")]).text();
    let kept = field(&page, "kept").replace("&amp;", "&");
    let back = browser.post("/signin", &[("name", "ada"), ("passphrase", PASSPHRASE), ("next", &path), ("kept", &kept)]);
    assert_eq!((back.header("location"), house.node.size()), (path.as_str(), size));
}

#[test]
fn a_form_of_an_earlier_session_is_shown_again_with_what_was_typed() {
    let house = house_with(None);
    let mut browser = signed_in(&house);
    let draft = browser.answered();
    let token = browser.token();
    browser.sign_in();
    let path = format!("{draft}/words");
    let answer = browser.post(&path, &[("form-token", &token), ("title", "Typed before")]);
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let page = answer.text();
    assert!(page.contains("Nothing is lost"));
    let again = field(page.split("<main").nth(1).unwrap(), "form-token");
    assert_eq!(browser.post(&path, &[("form-token", &again), ("title", &field(&page, "title"))]).status, StatusCode::SEE_OTHER);
    assert!(browser.get(&path).text().contains("Typed before"));
}

/// A step, what is typed there, and what its page then says.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

#[test]
fn what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays() {
    let house = house_with(None);
    let mut browser = signed_in(&house);
    let draft = browser.answered();
    let cases: [Case; 7] = [
        ("place", &[("place-other", "Atlantis")], &["#place-other", "No place Atlantis is known here"]),
        ("level", &[("level", "9")], &["#level", "Choose a level"]),
        ("level", &[("level", "2")], &["#flag"]),
        ("dates", &[("start-day", "31"), ("start-month", "2"), ("start-year", "2026")], &["#start", "2026-2-31"]),
        (
            "dates",
            &[
                ("start-day", "2"),
                ("start-month", "3"),
                ("start-year", "2026"),
                ("end-day", "1"),
                ("end-month", "3"),
                ("end-year", "2026"),
                ("start-time", "6 am"),
            ],
            &["#end", "#start-time", "6 am"],
        ),
        ("people", &[("population-other", "Old People")], &["#population-other", "Old People"]),
        ("words", &[("link-href", "javascript:alert(1)"), ("title", "a\u{202e}b")], &["#link-href", "#title"]),
    ];
    for (step, fields, expected) in cases {
        let answer = browser.send(&format!("{draft}/{step}"), fields);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{step}");
        for word in expected {
            assert!(answer.text().contains(word), "{step}: `{word}` is not in {}", answer.text());
        }
        // Not stated before it is mended.
        assert_eq!(browser.get(&format!("{draft}/clashes")).header("location"), format!("{draft}/{step}"));
        let there = browser.get(&format!("{draft}/{step}"));
        assert!(
            fields.iter().all(|(_, value)| value.contains('\u{202e}') || there.text().contains(*value) || value.len() < 2 || *value == "2026"),
            "{step}"
        );
        browser.send("/state", &[]);
        browser.send(&format!("{draft}/{step}"), good(step));
    }
}

fn good(step: &str) -> &'static [(&'static str, &'static str)] {
    match step {
        "place" => &[("place-other", "QNA")],
        "level" => &[("level", "2"), ("flag", "1")],
        "dates" => &[("start-day", "1"), ("start-month", "12"), ("start-year", "2026")],
        "people" => &[("population", "everyone"), ("reach", "own")],
        _ => &[("title", "Schools close")],
    }
}

#[test]
fn coverage_is_offered_where_nothing_is_known_and_stated_with_the_measure() {
    let house = house_with(None);
    let mut browser = signed_in(&house);
    let draft = browser.answered();
    let to = browser.send(&format!("{draft}/instrument"), &[("instrument", "H6")]).header("location").to_owned();
    assert!(to.ends_with("/level"), "the level of another instrument means something else: {to}");
    browser.send(&format!("{draft}/level"), &[("level", "1"), ("flag", "1")]);
    let page = browser.get(&format!("{draft}/coverage")).text();
    assert!(page.contains("Neravia") && page.contains("the level counts as unknown"), "{page}");
    let day = [("covers", "yes"), ("covered-day", "1"), ("covered-month", "12"), ("covered-year", "2026")];
    browser.send(&format!("{draft}/coverage"), &day);
    let seen = browser.seen(&draft);
    let size = house.node.size();
    let stated = browser.send(&format!("{draft}/clashes"), &[("seen", &seen), ("tick", "yes")]);
    assert_eq!(stated.status, StatusCode::SEE_OTHER, "{}", stated.text());
    let coverage = house.node.entry(size + 1).unwrap().unwrap().statement;
    assert_eq!((coverage.kind.as_str(), coverage.body["from"].as_str()), ("coverage/v1", Some("2026-12-01")));
    assert_eq!(coverage.body["instruments"][0], "H6");
}

#[test]
fn an_account_states_the_kinds_that_it_may_and_no_others() {
    let kinds = ["coverage".to_owned()];
    let house = house_with(Some(&kinds));
    let mut browser = signed_in(&house);
    assert!(browser.get("/my").text().contains("Your account may not state measures"));
    let draft = browser.answered();
    let page = browser.get(&format!("{draft}/check")).text();
    assert!(page.contains("Your account may not state measure"), "{page}");
    let (seen, size) = (browser.seen(&draft), house.node.size());
    let answer = browser.send(&format!("{draft}/clashes"), &[("seen", &seen), ("tick", "yes")]);
    assert_eq!((answer.status, house.node.size()), (StatusCode::UNPROCESSABLE_ENTITY, size));
}

#[test]
fn a_draft_is_its_own_persons_alone() {
    let house = house_with(None);
    let accounts = Accounts::open(house.node.dir()).unwrap();
    let terms = UserTerms { name: "bob", office: &Office::default(), kinds: None };
    accounts.add(&terms, PASSPHRASE, league::KINDS, house.clock.as_ref()).unwrap();
    let mut ada = signed_in(&house);
    let draft = ada.answered();
    let mut bob = Browser { house: &house, cookie: None };
    bob.post("/signin", &[("name", "bob"), ("passphrase", PASSPHRASE)]);
    for path in [draft.clone(), format!("{draft}/words"), format!("{draft}/check"), format!("{draft}/remove")] {
        assert_eq!(bob.get(&path).status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(bob.send(&format!("{draft}/words"), &[("title", "Bob was here")]).status, StatusCode::NOT_FOUND);
    assert_eq!(bob.send(&format!("{draft}/remove"), &[]).status, StatusCode::NOT_FOUND);
    assert!(ada.get("/my").text().contains(&draft));
    ada.send(&format!("{draft}/remove"), &[]);
    assert_eq!(ada.get(&draft).status, StatusCode::NOT_FOUND);
}

#[test]
fn a_private_address_sends_strangers_to_sign_in_and_back() {
    let house = house_with(None);
    let answer = house.get("/ar/state/1/words");
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/ar/signin?next=%2Fstate%2F1%2Fwords"));
    assert_eq!(answer.header("cache-control"), "no-store");
    let page = house.get("/ar/signin?next=%2Fstate%2F1%2Fwords");
    assert_eq!(field(&page.text(), "next"), "/state/1/words");
    assert_eq!(field(&house.get("/signin?next=//evil.example").text(), "next"), "/my");
    assert_eq!(house.get_with("/my", &[("accept", "application/json")]).status, StatusCode::FORBIDDEN);
    let answer = house.get("/signout");
    assert_eq!((answer.status, answer.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"), "signing out is no address to go to");
    assert_eq!(house.clock.now().as_millisecond(), NOW_MS);
}

#[test]
fn a_form_that_is_too_large_or_no_form_is_refused() {
    let house = house_with(None);
    let mut browser = signed_in(&house);
    let draft = browser.answered();
    let long = "x".repeat(web::limits::FORM_BYTES_MAX);
    assert_eq!(browser.send(&format!("{draft}/words"), &[("text", &long)]).status, StatusCode::PAYLOAD_TOO_LARGE);
    let large = "x".repeat(node::limits::FORM_DRAFT_BYTES_MAX);
    let answer = browser.send(&format!("{draft}/words"), &[("text", &large)]);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("too large to be kept") && answer.text().contains(&large), "it is on the page that is shown again");
    let request =
        Request::post("/signin").header("sec-fetch-site", "same-origin").header("content-type", "application/json").body(Body::from("{}")).unwrap();
    assert_eq!(house.ask(request).status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
