//! `notify.db`: who is told what, and what is still to be sent. Private to the node: it holds addresses, and secrets that sign what is sent.
//!
//! In: subscriptions, each with what it asks for and what it remembers (both opaque here), and one queue of deliveries. Out: what is told (the domains),
//! when a delivery is tried again (`node`), how it is sent (the binary).

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::StoreError;
use crate::access::keep_private;
use crate::connect::{self, Shape};
use crate::limits::{DELIVERIES_KEPT_MS, DELIVERIES_WAITING_MAX, SUBSCRIPTIONS_MAX};

const SHAPE: Shape = Shape {
    format: 1,
    synchronous: "FULL",
    schema: "CREATE TABLE subscription (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, channel TEXT NOT NULL, target TEXT NOT NULL,
                                        destination TEXT NOT NULL, language TEXT NOT NULL, secret BLOB, wish TEXT NOT NULL, state TEXT NOT NULL,
                                        created_ms INTEGER NOT NULL, failing_ms INTEGER, ended_ms INTEGER, ended_why TEXT);
             CREATE TABLE delivery (id TEXT PRIMARY KEY, subscription INTEGER NOT NULL, destination TEXT NOT NULL, body BLOB NOT NULL,
                                    created_ms INTEGER NOT NULL, next_ms INTEGER NOT NULL, attempts INTEGER NOT NULL, standing INTEGER NOT NULL,
                                    answer TEXT NOT NULL, settled_ms INTEGER) WITHOUT ROWID;
             CREATE INDEX delivery_next ON delivery (standing, next_ms);
             CREATE INDEX delivery_of ON delivery (subscription, standing, created_ms);",
    upgrades: &[],
};

/// A subscription as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Its number.
    pub id: i64,
    /// What its operator calls it.
    pub name: String,
    /// `webhook` or `email`.
    pub channel: String,
    /// A URL, or an address.
    pub target: String,
    /// What is sent to one after the other: a host and port, or the mail server.
    pub destination: String,
    /// Tag of the language in which it is told.
    pub language: String,
    /// What signs its deliveries.
    pub secret: Option<Vec<u8>>,
    /// What it asks for; JSON.
    pub wish: String,
    /// What is remembered for it; JSON.
    pub state: String,
    /// Milliseconds since 1970.
    pub created_ms: i64,
    /// Since when nothing got through to it.
    pub failing_ms: Option<i64>,
    /// Since when it is told nothing more.
    pub ended_ms: Option<i64>,
    /// And why.
    pub ended_why: Option<String>,
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeliveryStanding {
    /// To be sent, now or later.
    Waiting,
    /// Taken by its receiver.
    Delivered,
    /// Tried as often as it is.
    GivenUp,
    /// Left out, because too many were waiting for the same receiver.
    Dropped,
}

impl DeliveryStanding {
    const ALL: [DeliveryStanding; 4] = [DeliveryStanding::Waiting, DeliveryStanding::Delivered, DeliveryStanding::GivenUp, DeliveryStanding::Dropped];

    fn number(self) -> i64 {
        match self {
            DeliveryStanding::Waiting => 0,
            DeliveryStanding::Delivered => 1,
            DeliveryStanding::GivenUp => 2,
            DeliveryStanding::Dropped => 3,
        }
    }

    fn read(number: i64) -> DeliveryStanding {
        DeliveryStanding::ALL.into_iter().find(|standing| standing.number() == number).unwrap_or(DeliveryStanding::Dropped)
    }
}

/// One thing to be sent to one receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The same at every attempt: receivers know by it what they have had.
    pub id: String,
    /// Number of its subscription.
    pub subscription: i64,
    /// As of its subscription.
    pub destination: String,
    /// What is sent; opaque here, empty once it is delivered.
    pub body: Vec<u8>,
    /// Milliseconds since 1970.
    pub created_ms: i64,
    /// Not before then.
    pub next_ms: i64,
    /// How often it was tried.
    pub attempts: u32,
    /// How it stands.
    pub standing: DeliveryStanding,
    /// What the receiver, or the way to it, answered last.
    pub answer: String,
    /// When it was delivered, given up or dropped.
    pub settled_ms: Option<i64>,
}

/// How many deliveries stand how: no names, no addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Subscriptions by webhook.
    pub webhooks: u64,
    /// Subscriptions by e-mail.
    pub emails: u64,
    /// Subscriptions to which nothing got through since a while.
    pub failing: u64,
    /// To be sent.
    pub waiting: u64,
    /// Of these, tried before.
    pub retrying: u64,
    /// When the oldest of these was made.
    pub oldest_ms: Option<i64>,
    /// Delivered, of those that are kept.
    pub delivered: u64,
    /// Given up, of those that are kept.
    pub given_up: u64,
    /// Dropped, of those that are kept.
    pub dropped: u64,
}

/// `notify.db`, opened.
pub struct Notify {
    connection: Connection,
}

impl Notify {
    /// Opens the file, or makes it, for its owner's eyes alone. Several processes may have it open.
    pub fn open(path: &Path) -> Result<Notify, StoreError> {
        keep_private(path).map_err(|source| StoreError::File { path: path.to_owned(), source })?;
        connect::write(path, &SHAPE).map(|connection| Notify { connection })
    }

    /// Keeps a new subscription (its `id` is not read); none where there is one of that name. Errors: too many.
    pub fn add(&self, new: &Subscription) -> Result<Option<i64>, StoreError> {
        let sql = StoreError::sql("keeping a subscription");
        let count: u32 = self.connection.query_row("SELECT count(*) FROM subscription", [], |row| row.get(0)).map_err(&sql)?;
        if count >= SUBSCRIPTIONS_MAX {
            return Err(StoreError::Bound { what: "the number of subscriptions", bound: SUBSCRIPTIONS_MAX.into() });
        }
        let Subscription { name, channel, target, destination, language, secret, wish, state, created_ms, .. } = new;
        let added = self
            .connection
            .execute(
                "INSERT INTO subscription (name, channel, target, destination, language, secret, wish, state, created_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (name) DO NOTHING",
                params![name, channel, target, destination, language, secret, wish, state, created_ms],
            )
            .map_err(&sql)?;
        Ok((added > 0).then(|| self.connection.last_insert_rowid()))
    }

    /// All subscriptions, the oldest first.
    pub fn subscriptions(&self) -> Result<Vec<Subscription>, StoreError> {
        let sql = StoreError::sql("listing subscriptions");
        let mut select = self.connection.prepare_cached(&format!("{SUBSCRIPTIONS} ORDER BY id LIMIT {SUBSCRIPTIONS_MAX}")).map_err(&sql)?;
        select.query_map([], subscription).and_then(Iterator::collect).map_err(&sql)
    }

    /// The subscription with this number.
    pub fn subscription(&self, id: i64) -> Result<Option<Subscription>, StoreError> {
        let sql = StoreError::sql("finding a subscription");
        let mut select = self.connection.prepare_cached(&format!("{SUBSCRIPTIONS} WHERE id = ?1")).map_err(&sql)?;
        select.query_row([id], subscription).optional().map_err(&sql)
    }

    /// Forgets a subscription and what was still to be sent to it; whether there was one.
    pub fn remove(&self, id: i64) -> Result<bool, StoreError> {
        connect::change(&self.connection, "removing a subscription", |transaction| {
            transaction.execute("DELETE FROM delivery WHERE subscription = ?1", [id])?;
            Ok(transaction.execute("DELETE FROM subscription WHERE id = ?1", [id])? > 0)
        })
    }

    /// Tells a subscription nothing more, and drops what waits for it.
    pub fn end(&self, id: i64, why: &str, now_ms: i64) -> Result<(), StoreError> {
        connect::change(&self.connection, "ending a subscription", |transaction| {
            transaction
                .execute("UPDATE subscription SET ended_ms = ?2, ended_why = ?3 WHERE id = ?1 AND ended_ms IS NULL", params![id, now_ms, why])?;
            let dropped = DeliveryStanding::Dropped.number();
            transaction
                .execute("UPDATE delivery SET standing = ?3, settled_ms = ?2 WHERE subscription = ?1 AND standing = 0", params![id, now_ms, dropped])
                .map(drop)
        })
    }

    /// Remembers a new state of a subscription and queues what it is told, both or neither; false, and nothing, where the state is not `before`.
    /// A delivery that was queued before is left as it is. Where too many wait for it, the oldest are dropped.
    pub fn queue(&self, id: i64, before: &str, after: &str, deliveries: &[(String, Vec<u8>)], now_ms: i64) -> Result<bool, StoreError> {
        connect::change(&self.connection, "queueing deliveries", |transaction| {
            let update = "UPDATE subscription SET state = ?3 WHERE id = ?1 AND state = ?2 AND ended_ms IS NULL";
            if transaction.execute(update, params![id, before, after])? == 0 {
                return Ok(false);
            }
            for (delivery, body) in deliveries {
                insert(transaction, id, delivery, body, now_ms)?;
            }
            Ok(true)
        })
    }

    /// Queues one delivery beside the state; whether it was not there before.
    pub fn queue_one(&self, id: i64, delivery: &str, body: &[u8], now_ms: i64) -> Result<bool, StoreError> {
        connect::change(&self.connection, "queueing a delivery", |transaction| insert(transaction, id, delivery, body, now_ms))
    }

    /// The next delivery of each destination that is due and not `busy`, the longest due first, at most `limit`.
    pub fn due(&self, now_ms: i64, busy: &[String], limit: usize) -> Result<Vec<Delivery>, StoreError> {
        let sql = StoreError::sql("reading what is to be sent");
        // With one min(), SQLite takes the other columns from the row that has it.
        let next =
            "SELECT id, destination, min(next_ms) AS next FROM delivery WHERE standing = 0 AND next_ms <= ?1 GROUP BY destination ORDER BY next";
        let mut select = self.connection.prepare_cached(next).map_err(&sql)?;
        let mut rows = select.query([now_ms]).map_err(&sql)?;
        let mut ids: Vec<String> = Vec::new();
        while let Some(row) = rows.next().map_err(&sql)? {
            let destination: String = row.get(1).map_err(&sql)?;
            if !busy.contains(&destination) {
                ids.push(row.get(0).map_err(&sql)?);
            }
            if ids.len() >= limit {
                break;
            }
        }
        let found: Result<Vec<_>, StoreError> = ids.iter().map(|id| self.delivery(id)).collect();
        Ok(found?.into_iter().flatten().collect())
    }

    /// When the next delivery is due.
    pub fn next_due_ms(&self) -> Result<Option<i64>, StoreError> {
        let sql = StoreError::sql("reading when to send");
        self.connection.query_row("SELECT min(next_ms) FROM delivery WHERE standing = 0", [], |row| row.get(0)).map_err(sql)
    }

    /// The delivery with this id.
    pub fn delivery(&self, id: &str) -> Result<Option<Delivery>, StoreError> {
        let sql = StoreError::sql("finding a delivery");
        let mut select = self.connection.prepare_cached(&format!("{DELIVERIES} WHERE id = ?1")).map_err(&sql)?;
        select.query_row([id], delivery).optional().map_err(&sql)
    }

    /// Deliveries: those that wait first, then the newest; at most `limit`.
    pub fn deliveries(&self, limit: u32) -> Result<Vec<Delivery>, StoreError> {
        let sql = StoreError::sql("listing deliveries");
        let mut select =
            self.connection.prepare_cached(&format!("{DELIVERIES} ORDER BY standing <> 0, created_ms DESC, id LIMIT ?1")).map_err(&sql)?;
        select.query_map([limit], delivery).and_then(Iterator::collect).map_err(&sql)
    }

    /// Notes the outcome of an attempt: delivered, given up, or to be tried again at `next_ms`. What was delivered keeps no body.
    pub fn settle(&self, id: &str, standing: DeliveryStanding, next_ms: i64, answer: &str, now_ms: i64) -> Result<(), StoreError> {
        connect::change(&self.connection, "noting what became of a delivery", |transaction| {
            let settled = (standing != DeliveryStanding::Waiting).then_some(now_ms);
            let keeps = standing != DeliveryStanding::Delivered;
            transaction.execute(
                "UPDATE delivery SET standing = ?2, next_ms = ?3, answer = ?4, settled_ms = ?5, attempts = attempts + 1, body = iif(?6, body, x'') WHERE id = ?1 AND standing = 0",
                params![id, standing.number(), next_ms, answer, settled, keeps],
            )?;
            let failing = if keeps { "coalesce(failing_ms, ?2)" } else { "NULL" };
            let update = format!(
                "UPDATE subscription SET failing_ms = {failing} WHERE id = (SELECT subscription FROM delivery WHERE id = ?1) AND ?2 IS NOT NULL"
            );
            transaction.execute(&update, params![id, now_ms]).map(drop)
        })
    }

    /// Sends a delivery that was given up or dropped again, from the first attempt; whether there is such a one.
    pub fn again(&self, id: &str, now_ms: i64) -> Result<bool, StoreError> {
        connect::change(&self.connection, "sending a delivery again", |transaction| {
            let update = "UPDATE delivery SET standing = 0, next_ms = ?2, attempts = 0, settled_ms = NULL WHERE id = ?1 AND standing IN (2, 3)";
            Ok(transaction.execute(update, params![id, now_ms])? > 0)
        })
    }

    /// Forgets what was settled long ago.
    pub fn forget(&self, now_ms: i64) -> Result<(), StoreError> {
        let sql = StoreError::sql("forgetting old deliveries");
        let before = now_ms.saturating_sub(DELIVERIES_KEPT_MS);
        self.connection.execute("DELETE FROM delivery WHERE standing <> 0 AND settled_ms < ?1", [before]).map(drop).map_err(sql)
    }

    /// How many stand how.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let sql = StoreError::sql("counting deliveries");
        let one = |select: &str| self.connection.query_row(select, [], |row| row.get::<_, i64>(0)).map(|count| u64::try_from(count).unwrap_or(0));
        let of = |standing: DeliveryStanding| one(&format!("SELECT count(*) FROM delivery WHERE standing = {}", standing.number()));
        let counts = || -> Result<Counts, rusqlite::Error> {
            Ok(Counts {
                webhooks: one("SELECT count(*) FROM subscription WHERE channel = 'webhook' AND ended_ms IS NULL")?,
                emails: one("SELECT count(*) FROM subscription WHERE channel = 'email' AND ended_ms IS NULL")?,
                failing: one("SELECT count(*) FROM subscription WHERE failing_ms IS NOT NULL AND ended_ms IS NULL")?,
                waiting: of(DeliveryStanding::Waiting)?,
                retrying: one("SELECT count(*) FROM delivery WHERE standing = 0 AND attempts > 0")?,
                oldest_ms: self.connection.query_row("SELECT min(created_ms) FROM delivery WHERE standing = 0", [], |row| row.get(0))?,
                delivered: of(DeliveryStanding::Delivered)?,
                given_up: of(DeliveryStanding::GivenUp)?,
                dropped: of(DeliveryStanding::Dropped)?,
            })
        };
        counts().map_err(sql)
    }
}

fn insert(transaction: &Transaction<'_>, id: i64, delivery: &str, body: &[u8], now_ms: i64) -> Result<bool, rusqlite::Error> {
    let added = transaction.execute(
        "INSERT INTO delivery (id, subscription, destination, body, created_ms, next_ms, attempts, standing, answer)
         SELECT ?2, id, destination, ?3, ?4, ?4, 0, 0, '' FROM subscription WHERE id = ?1 ON CONFLICT (id) DO NOTHING",
        params![id, delivery, body, now_ms],
    )?;
    let drop_oldest = "UPDATE delivery SET standing = 3, settled_ms = ?2 WHERE id IN
        (SELECT id FROM delivery WHERE subscription = ?1 AND standing = 0 ORDER BY created_ms DESC, id LIMIT -1 OFFSET ?3)";
    transaction.execute(drop_oldest, params![id, now_ms, DELIVERIES_WAITING_MAX])?;
    Ok(added > 0)
}

const SUBSCRIPTIONS: &str =
    "SELECT id, name, channel, target, destination, language, secret, wish, state, created_ms, failing_ms, ended_ms, ended_why FROM subscription";

fn subscription(row: &Row<'_>) -> Result<Subscription, rusqlite::Error> {
    Ok(Subscription {
        id: row.get(0)?,
        name: row.get(1)?,
        channel: row.get(2)?,
        target: row.get(3)?,
        destination: row.get(4)?,
        language: row.get(5)?,
        secret: row.get(6)?,
        wish: row.get(7)?,
        state: row.get(8)?,
        created_ms: row.get(9)?,
        failing_ms: row.get(10)?,
        ended_ms: row.get(11)?,
        ended_why: row.get(12)?,
    })
}

const DELIVERIES: &str = "SELECT id, subscription, destination, body, created_ms, next_ms, attempts, standing, answer, settled_ms FROM delivery";

fn delivery(row: &Row<'_>) -> Result<Delivery, rusqlite::Error> {
    Ok(Delivery {
        id: row.get(0)?,
        subscription: row.get(1)?,
        destination: row.get(2)?,
        body: row.get(3)?,
        created_ms: row.get(4)?,
        next_ms: row.get(5)?,
        attempts: row.get(6)?,
        standing: DeliveryStanding::read(row.get(7)?),
        answer: row.get(8)?,
        settled_ms: row.get(9)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened() -> (tempfile::TempDir, Notify) {
        let dir = tempfile::tempdir().unwrap();
        let notify = Notify::open(&dir.path().join("notify.db")).unwrap();
        (dir, notify)
    }

    fn new(name: &str, destination: &str) -> Subscription {
        Subscription {
            id: 0,
            name: name.to_owned(),
            channel: "webhook".to_owned(),
            target: format!("https://{destination}/in"),
            destination: destination.to_owned(),
            language: "en".to_owned(),
            secret: Some(vec![7; 24]),
            wish: "{}".to_owned(),
            state: "0".to_owned(),
            created_ms: 5,
            failing_ms: None,
            ended_ms: None,
            ended_why: None,
        }
    }

    #[test]
    fn a_subscription_is_kept_under_one_name_in_a_file_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let (dir, notify) = opened();
        let id = notify.add(&new("desk", "a.example:443")).unwrap().unwrap();
        assert_eq!(notify.add(&new("desk", "b.example:443")).unwrap(), None);
        assert_eq!(notify.subscription(id).unwrap(), Some(Subscription { id, ..new("desk", "a.example:443") }));
        for file in std::fs::read_dir(dir.path()).unwrap() {
            assert_eq!(file.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(notify.remove(id).unwrap() && !notify.remove(id).unwrap());
        assert_eq!(notify.subscriptions().unwrap(), []);
    }

    #[test]
    fn state_and_deliveries_change_together_and_a_stale_state_changes_nothing() {
        let (_dir, notify) = opened();
        let id = notify.add(&new("desk", "a.example:443")).unwrap().unwrap();
        let one = [("d1".to_owned(), b"one".to_vec())];
        assert!(notify.queue(id, "0", "1", &one, 10).unwrap());
        assert!(!notify.queue(id, "0", "2", &[("d2".to_owned(), b"two".to_vec())], 10).unwrap());
        assert!(notify.queue(id, "1", "2", &one, 11).unwrap(), "the same delivery again is no second one");
        let waiting = notify.due(11, &[], 9).unwrap();
        assert_eq!((waiting.len(), waiting[0].created_ms, waiting[0].body.as_slice()), (1, 10, b"one".as_slice()));
    }

    #[test]
    fn each_destination_has_its_own_turn_and_a_busy_one_keeps_no_other_waiting() {
        let (_dir, notify) = opened();
        let a = notify.add(&new("a", "a.example:443")).unwrap().unwrap();
        let b = notify.add(&new("b", "b.example:443")).unwrap().unwrap();
        for number in 0..5 {
            notify.queue_one(a, &format!("a{number}"), b"x", 10 + number).unwrap();
        }
        notify.queue_one(b, "b0", b"x", 20).unwrap();
        let ids = |busy: &[&str], limit| {
            let busy: Vec<String> = busy.iter().map(|one| (*one).to_owned()).collect();
            notify.due(30, &busy, limit).unwrap().into_iter().map(|delivery| delivery.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(&[], 9), ["a0", "b0"]);
        assert_eq!(ids(&["a.example:443"], 9), ["b0"]);
        assert_eq!(ids(&[], 1), ["a0"]);
        assert_eq!(notify.next_due_ms().unwrap(), Some(10));
        notify.settle("a0", DeliveryStanding::Waiting, 1_000, "503", 30).unwrap();
        assert_eq!(ids(&[], 9), ["a1", "b0"], "what failed waits, the next goes on");
        assert!(notify.subscription(a).unwrap().unwrap().failing_ms.is_some());
        notify.settle("a1", DeliveryStanding::Delivered, 0, "200", 31).unwrap();
        assert_eq!(notify.subscription(a).unwrap().unwrap().failing_ms, None);
        assert_eq!(notify.delivery("a1").unwrap().unwrap().body, b"");
        let counts = notify.counts().unwrap();
        assert_eq!((counts.webhooks, counts.waiting, counts.retrying, counts.delivered, counts.oldest_ms), (2, 5, 1, 1, Some(10)));
    }

    #[test]
    fn too_many_waiting_drop_the_oldest_and_what_was_settled_is_forgotten() {
        let (_dir, notify) = opened();
        let id = notify.add(&new("a", "a.example:443")).unwrap().unwrap();
        let more = DELIVERIES_WAITING_MAX + 3;
        let all: Vec<_> = (0..more).map(|number| (format!("d{number:05}"), b"x".to_vec())).collect();
        for (number, one) in all.iter().enumerate() {
            notify.queue_one(id, &one.0, &one.1, i64::try_from(number).unwrap()).unwrap();
        }
        let counts = notify.counts().unwrap();
        assert_eq!((counts.waiting, counts.dropped), (u64::from(DELIVERIES_WAITING_MAX), 3));
        assert_eq!(notify.delivery("d00000").unwrap().unwrap().standing, DeliveryStanding::Dropped);
        assert!(notify.again("d00000", 9).unwrap() && !notify.again("d00000", 9).unwrap());
        notify.forget(DELIVERIES_KEPT_MS * 2).unwrap();
        assert_eq!(notify.counts().unwrap().dropped, 0);
        notify.end(id, "410", 7).unwrap();
        assert_eq!(notify.counts().unwrap().waiting, 0);
        assert!(!notify.queue(id, "0", "1", &[], 8).unwrap(), "it is told nothing more");
    }
}
