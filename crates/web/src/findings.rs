//! The findings that pages show: of the newest cut, carried on statement by statement, and of a few earlier ones.
//!
//! In: when they are computed, and by whom. Out: what they are (`league::coherence`).

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use league::Cut;
use league::coherence::{Findings, Instead, Settings, Words};

use crate::limits::FINDINGS_KEPT;

/// The findings of one record. The first who asks computes them; each later one only what was stated since.
#[derive(Debug, Default)]
pub struct KeptFindings {
    newest: Mutex<Option<Arc<Findings>>>,
    earlier: Mutex<VecDeque<Arc<Findings>>>,
}

impl KeptFindings {
    /// The findings at a cut; `is_newest`: whether nothing later is known.
    pub fn at(&self, cut: &Cut<'_>, is_newest: bool, words: &dyn Words) -> Arc<Findings> {
        if !is_newest {
            return self.earlier(cut, words);
        }
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        match newest.as_mut() {
            // Someone with a newer cut was faster.
            Some(findings) if findings.size() > cut.size => {}
            Some(findings) => {
                if findings.size() < cut.size {
                    // A page that still reads the last ones keeps them; else they are carried on where they are.
                    Arc::make_mut(findings).advance(cut, words);
                }
                return Arc::clone(findings);
            }
            None => return Arc::clone(newest.insert(Arc::new(anew(cut, words)))),
        }
        drop(newest);
        self.earlier(cut, words)
    }

    fn earlier(&self, cut: &Cut<'_>, words: &dyn Words) -> Arc<Findings> {
        let mut kept = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().position(|findings| findings.size() == cut.size).and_then(|at| kept.remove(at));
        let findings = found.unwrap_or_else(|| Arc::new(anew(cut, words)));
        kept.push_back(Arc::clone(&findings));
        if kept.len() > FINDINGS_KEPT {
            kept.pop_front();
        }
        findings
    }
}

fn anew(cut: &Cut<'_>, words: &dyn Words) -> Findings {
    Findings::of(cut, Settings::of(cut, Instead::default()), words)
}
