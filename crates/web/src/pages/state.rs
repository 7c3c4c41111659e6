//! `/state/{draft}/{step}`: stating, correcting and withdrawing a measure in a browser, one question a page.
//!
//! ```text
//! begin ─▶ question ─▶ .. ─▶ check ─▶ clashes ─▶ stated ─▶ receipt        what was typed is kept after each page, faults and all
//! ```
//! In: which page comes next, what is kept, stating through the node's own door. Out: what a draft holds (`paper`), what is wrong with it (`check`),
//! how it looks (`ask`, `review`, `clash`, `done`, `mine`), who may be here (`account`).

mod ask;
mod check;
mod clash;
pub(crate) mod done;
pub(crate) mod mine;
mod paper;
mod review;

use axum::http::StatusCode;
use node::{DraftError, PublishError};
use record::fold::Standing;
use record::{Act, Draft, Json, Sid, Text};

use crate::account::{Outcome, with_view};
use crate::asked::Asked;
use crate::parts::FormFault;
use crate::problem::{NoSuch, Problem};
use crate::routes::Served;
use crate::session::{Fields, Person};
use crate::site::View;
use crate::statements;

use ask::Ask;
use check::Door;
use clash::Last;
use paper::{Doing, Paper, Step};
use review::Review;

/// Why something was put right or taken back, as its statement says.
pub(crate) fn reason(act: Act, body: &Json) -> Option<Text> {
    let reason = match act {
        Act::State => None,
        Act::Correct => body.get("ext").and_then(|ext| ext.get(paper::REASON)),
        Act::Withdraw => body.get("reason"),
    };
    reason.and_then(|reason| serde_json::from_value(reason.clone()).ok())
}

/// A draft of the person, by its number.
struct Kept {
    id: i64,
    paper: Paper,
}

/// Begins a draft of a new measure.
pub(crate) fn begin(served: &Served, asked: &Asked, person: &Person) -> Result<Outcome, Problem> {
    let subject = node::new_subject(served.site.clock.now())?;
    let own_place = served.site.node.identity().place.as_deref();
    keep_new(served, asked, person, &Paper::new(&subject, own_place))
}

/// Begins a draft that puts right or takes back what stands about a measure.
pub(crate) fn revise(served: &Served, asked: &Asked, person: &Person, sid: &str, act: &str) -> Result<Outcome, Problem> {
    let doing = if act == "withdraw" { Doing::Withdraw } else { Doing::Correct };
    let no_such = || Problem::NoSuch(NoSuch::Measure(sid.chars().take(60).collect()));
    let paper = with_view(served, asked, Some(person), |view| {
        let id: Sid = sid.parse().map_err(|_| no_such())?;
        let head = view.cut.rows.head_at(id, view.cut.size).ok_or_else(no_such)?;
        // What was taken back already can't be taken back again, nor what is not understood be put right.
        let words = head.words().filter(|_| head.standing() == Standing::Stands).ok_or_else(no_such)?;
        let (measure, entry) = view.measure(words)?.ok_or_else(no_such)?;
        if doing == Doing::Correct && !check::can_be_asked(&measure) {
            return Err(no_such());
        }
        let revises = view.id(head.index)?.ok_or_else(no_such)?;
        let subject = entry.statement.subject;
        Ok(Paper::revising(doing, &subject, revises, &measure, entry.statement.body, view.records_language()))
    })?;
    keep_new(served, asked, person, &paper)
}

fn keep_new(served: &Served, asked: &Asked, person: &Person, paper: &Paper) -> Result<Outcome, Problem> {
    match served.site.accounts.add_draft(person.user.id, &content(paper)?, served.site.clock.as_ref()) {
        Ok(id) => Ok(Outcome::See(format!("/state/{id}"))),
        Err(DraftError::TooMany) => with_view(served, asked, Some(person), |view| {
            let text = view.words.with("fault-too-many", &[("count", node::limits::FORM_DRAFTS_MAX.into())]).into_owned();
            mine::show(view, person, Some(text))
        }),
        Err(error) => Err(Problem::Internal(error.to_string())),
    }
}

/// Goes on with a draft where it was left.
pub(crate) fn open(served: &Served, asked: &Asked, person: &Person, draft: &str) -> Result<Outcome, Problem> {
    let Kept { id, paper } = kept(served, person, draft)?;
    if paper.done.is_some() {
        return Ok(Outcome::See(format!("/state/{id}/receipt")));
    }
    with_view(served, asked, Some(person), |view| Ok(Outcome::See(next(view, id, &paper))))
}

/// A page of a draft.
pub(crate) fn show(served: &Served, asked: &Asked, person: &Person, draft: &str, step: &str) -> Result<Outcome, Problem> {
    let Kept { id, paper } = kept(served, person, draft)?;
    let by = By { served, asked, person };
    let is_stated = paper.done.is_some();
    match (step, is_stated) {
        ("remove", _) => return by.view(|view| Outcome::page(view, StatusCode::OK, &mine::Remove { draft: id, is_stated })),
        ("receipt", true) => return by.view(|view| Outcome::page(view, StatusCode::OK, &done::Receipt { paper })),
        (_, true) => return Ok(Outcome::See(format!("/state/{id}/receipt"))),
        (_, false) => {}
    }
    let step = step_of(step)?;
    if step >= Step::Check && by.view(|view| Ok(paper.unanswered(covered(view, &paper)).is_some()))? {
        return by.view(|view| Ok(Outcome::See(next(view, id, &paper))));
    }
    match step {
        Step::Check => by.review(id, paper),
        Step::Clashes => by.last(id, paper, Again::default()),
        step => by.view(|view| ask(view, id, paper, step, Vec::new())),
    }
}

/// Takes in what a page of a draft sent.
pub(crate) fn answered(served: &Served, asked: &Asked, person: &Person, draft: &str, step: &str, fields: &Fields) -> Result<Outcome, Problem> {
    let Kept { id, mut paper } = kept(served, person, draft)?;
    if step == "remove" {
        served.site.accounts.remove_draft(person.user.id, id).map_err(|error| Problem::Internal(error.to_string()))?;
        return Ok(Outcome::See("/my".to_owned()));
    }
    if paper.done.is_some() {
        return Ok(Outcome::See(format!("/state/{id}/receipt")));
    }
    let step = step_of(step)?;
    paper.take(step, fields);
    let by = By { served, asked, person };
    let mut faults = by.view(|view| Ok(check::faults(view, &paper, step)))?;
    if faults.is_empty() {
        paper.answered.insert(step.slug().to_owned())
    } else {
        paper.answered.remove(step.slug())
    };
    match keep_changed(served, person, id, &paper) {
        Err(DraftError::TooLarge) => faults.push(FormFault { field: None, text: asked.words().text("fault-too-large").into_owned() }),
        Err(DraftError::NoSuch) => return Err(no_draft(&id.to_string())),
        Err(error) => return Err(Problem::Internal(error.to_string())),
        Ok(()) => {}
    }
    match step {
        Step::Check => Ok(Outcome::See(format!("/state/{id}/clashes"))),
        Step::Clashes => by.state(id, paper, fields),
        step if !faults.is_empty() => by.view(|view| ask(view, id, paper, step, faults)),
        _ => by.view(|view| Ok(Outcome::See(next(view, id, &paper)))),
    }
}

/// Takes in what was typed before a session ran out; none where there is nothing to take in. Nothing is stated by it.
pub(crate) fn keep(served: &Served, asked: &Asked, person: &Person, path: &[String], fields: &Fields) -> Option<Result<Outcome, Problem>> {
    match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["state", draft, step] if step_of(step).is_ok_and(|step| step < Step::Check) => Some(answered(served, asked, person, draft, step, fields)),
        ["state", draft, "clashes"] => {
            let Ok(Kept { id, mut paper }) = kept(served, person, draft) else { return None };
            paper.take(Step::Clashes, fields);
            let _ = keep_changed(served, person, id, &paper);
            Some(Ok(Outcome::See(format!("/state/{id}/clashes"))))
        }
        _ => None,
    }
}

fn step_of(slug: &str) -> Result<Step, Problem> {
    Step::ALL.into_iter().find(|step| step.slug() == slug).ok_or(Problem::NotFound)
}

fn no_draft(number: &str) -> Problem {
    Problem::NoSuch(NoSuch::Draft(number.chars().take(30).collect()))
}

fn kept(served: &Served, person: &Person, draft: &str) -> Result<Kept, Problem> {
    let id: i64 = draft.parse().map_err(|_| no_draft(draft))?;
    let found = served.site.accounts.draft(person.user.id, id).map_err(|error| Problem::Internal(error.to_string()))?;
    let paper = found.and_then(|found| serde_json::from_str(&found.content).ok());
    paper.map(|paper| Kept { id, paper }).ok_or_else(|| no_draft(draft))
}

fn content(paper: &Paper) -> Result<String, Problem> {
    serde_json::to_string(paper).map_err(|error| Problem::Internal(error.to_string()))
}

fn keep_changed(served: &Served, person: &Person, id: i64, paper: &Paper) -> Result<(), DraftError> {
    // A map of texts is always JSON; one that were none would be kept as it was.
    let content = serde_json::to_string(paper).map_err(|_| DraftError::TooLarge)?;
    served.site.accounts.set_draft(person.user.id, id, &content, served.site.clock.as_ref())
}

/// Whether all is said of the instrument in the place on the draft's first day: then silence says none, and nothing more is to be asked.
fn covered(view: &View<'_>, paper: &Paper) -> bool {
    record::kind::typed(&paper.body(view)).is_ok_and(|measure| view.cut.model.is_covered(&measure))
}

/// Where a draft goes on: at its first open question, else at its answers.
fn next(view: &View<'_>, id: i64, paper: &Paper) -> String {
    let step = paper.unanswered(covered(view, paper)).unwrap_or(Step::Check);
    format!("/state/{id}/{}", step.slug())
}

fn ask(view: &View<'_>, draft: i64, paper: Paper, step: Step, faults: Vec<FormFault>) -> Result<Outcome, Problem> {
    let covered = covered(view, &paper);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Outcome::page(view, status, &Ask { draft, paper, step, faults, covered })
}

/// One who asks, and what was asked.
#[derive(Clone, Copy)]
struct By<'a> {
    served: &'a Served,
    asked: &'a Asked,
    person: &'a Person,
}

impl By<'_> {
    /// Asks something of the newest cut. What the node's own door is asked must not be asked in here: it reads the rows too.
    fn view<T>(&self, ask: impl FnOnce(&View<'_>) -> Result<T, Problem>) -> Result<T, Problem> {
        with_view(self.served, self.asked, Some(self.person), ask)
    }

    /// The statements of a draft, and whether all is said of its instrument already.
    fn drafts(&self, paper: &Paper) -> Result<(Vec<Draft>, bool), Problem> {
        self.view(|view| {
            let covered = covered(view, paper);
            paper.drafts(view, covered).map(|drafts| (drafts, covered)).ok_or_else(clash::unread)
        })
    }

    /// What the door would say to these statements.
    fn door(&self, drafts: &[Draft]) -> Result<Door, Problem> {
        let user = &self.person.user;
        if let Err(Problem::Forbidden { kinds }) = statements::may_state(self.served, user.kinds.as_deref(), drafts) {
            let text = self.asked.words().with("fault-may-not", &[("kinds", kinds.join(", ").into())]).into_owned();
            return Ok(Door { faults: vec![(None, text)], warnings: Vec::new() });
        }
        match self.served.site.node.check(drafts.to_vec(), &user.office, self.served.site.clock.now()) {
            Ok(warnings) => Ok(Door::of_warnings(self.asked.words(), &warnings)),
            Err(error) => self.refused(error),
        }
    }

    /// What the door refuses, as faults of the form. Errors: what no change of the form can mend.
    fn refused(&self, error: PublishError) -> Result<Door, Problem> {
        match error {
            PublishError::Faults(lines) => Ok(Door::of_faults(self.asked.words(), &lines)),
            PublishError::Refused { .. } => {
                Ok(Door { faults: vec![(None, self.asked.words().text("fault-moved").into_owned())], warnings: Vec::new() })
            }
            error => Err(error.into()),
        }
    }

    fn review(&self, draft: i64, paper: Paper) -> Result<Outcome, Problem> {
        let (drafts, covered) = self.drafts(&paper)?;
        let door = self.door(&drafts)?;
        self.view(|view| Outcome::page(view, StatusCode::OK, &Review { draft, paper, drafts, covered, door }))
    }

    fn last(&self, draft: i64, paper: Paper, why: Again) -> Result<Outcome, Problem> {
        let (drafts, _) = self.drafts(&paper)?;
        let Again { faults, door: refused, has_changed } = why;
        let door = match refused {
            Some(door) => door,
            None => self.door(&drafts)?,
        };
        let is_fine = faults.is_empty() && door.faults.is_empty() && !has_changed;
        let status = if is_fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        self.view(|view| {
            let clashes = clash::clashes(view, &drafts);
            Outcome::page(view, status, &Last { draft, paper, drafts, clashes, door, faults, has_changed })
        })
    }

    /// States what a draft adds up to, if what it would do is what its person saw.
    fn state(&self, id: i64, mut paper: Paper, fields: &Fields) -> Result<Outcome, Problem> {
        let drafts = match self.view(|view| ready(view, id, &paper, fields))? {
            Ready::No(path) => return Ok(Outcome::See(path)),
            Ready::Again(why) => return self.last(id, paper, why),
            Ready::Yes(drafts) => drafts,
        };
        let door = self.door(&drafts)?;
        if !door.faults.is_empty() {
            return self.last(id, paper, Again { door: Some(door), ..Again::default() });
        }
        let _permit = self.served.publishing.try_acquire().map_err(|_| Problem::Busy)?;
        match self.served.site.node.publish(drafts, &self.person.user.office) {
            Ok(published) => {
                paper.done = Some(published);
                // It is stated, whether or not the receipt can be kept: the measure's own page has it too.
                let subject = paper.subject.parse().map(|subject| Sid::of(self.served.site.origin(), &subject));
                match (keep_changed(self.served, self.person, id, &paper), subject) {
                    (Err(_), Ok(sid)) => Ok(Outcome::See(format!("/measures/{sid}"))),
                    _ => Ok(Outcome::See(format!("/state/{id}/receipt"))),
                }
            }
            Err(error) => {
                let door = self.refused(error)?;
                self.last(id, paper, Again { door: Some(door), ..Again::default() })
            }
        }
    }
}

/// Why the last page is shown again.
#[derive(Default)]
struct Again {
    faults: Vec<FormFault>,
    door: Option<Door>,
    has_changed: bool,
}

/// Whether a draft may be stated now.
enum Ready {
    /// Something is not answered: there.
    No(String),
    /// The last page has to be seen again.
    Again(Again),
    /// These statements.
    Yes(Vec<Draft>),
}

fn ready(view: &View<'_>, id: i64, paper: &Paper, fields: &Fields) -> Result<Ready, Problem> {
    let covered = covered(view, paper);
    if paper.unanswered(covered).is_some() {
        return Ok(Ready::No(next(view, id, paper)));
    }
    let mut drafts = paper.drafts(view, covered).ok_or_else(clash::unread)?;
    let clashes = clash::clashes(view, &drafts);
    if fields.get("seen") != Some(clashes.seen(view, &drafts).as_str()) {
        return Ok(Ready::Again(Again { has_changed: true, ..Again::default() }));
    }
    if !clashes.starts.is_empty() && fields.get("tick") != Some("yes") {
        let faults = vec![FormFault { field: Some("tick"), text: view.words.text("fault-tick").into_owned() }];
        return Ok(Ready::Again(Again { faults, ..Again::default() }));
    }
    Ok(match clash::answers(view, paper, &clashes) {
        Ok(answers) => {
            drafts.extend(answers);
            Ready::Yes(drafts)
        }
        Err(faults) => Ready::Again(Again { faults, ..Again::default() }),
    })
}
