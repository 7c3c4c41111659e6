//! Proofs under an earlier checkpoint: what stood at a cut, proven by what was published then. The same bytes for ever.

use record::note::{NoteError, SignedNote};
use record::proof::TlogProof;
use store::Signed;

use crate::error::ReadError;
use crate::model::Model;
use crate::reading::Reading;
use crate::tree::Tree;

impl<M: Model> Reading<M> {
    /// The checkpoint that the first `size` entries of our record were published under. None where fewer are published.
    pub fn checkpoint_over(&self, size: u32) -> Result<Option<Signed>, ReadError> {
        let published = self.published();
        if u64::from(size) > published.signed.size {
            return Ok(None);
        }
        Ok(self.pool.read(|record| record.signed_over(size.into()))?.filter(|signed| signed.size <= published.signed.size))
    }

    /// The proof that the entry of our record with this index stands under a published checkpoint, one of [`Reading::checkpoint_over`]. None where it has no
    /// such entry, or is not published.
    pub fn proof_under(&self, index: u32, checkpoint: &Signed) -> Result<Option<TlogProof>, ReadError> {
        let published = self.published();
        if u64::from(index) >= checkpoint.size || checkpoint.size > published.signed.size {
            return Ok(None);
        }
        let hashes = self.pool.read(|record| Tree { record, log: &published.log }.inclusion_within(index.into(), checkpoint.size))?;
        let note: SignedNote = checkpoint.note.parse().map_err(|error: NoteError| ReadError::Damaged(error.to_string()))?;
        Ok(Some(TlogProof { extra: None, index: index.into(), hashes, note }))
    }
}
