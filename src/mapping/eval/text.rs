//! The figures as text for a terminal.

use super::{Figures, Share};
use std::fmt;

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, of, share, low, high } = self;
        write!(f, "{share:.3}  [{low:.3}, {high:.3}]  {count} of {of}")
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "texts                  {}", self.texts)?;
        writeln!(f, "accept@1               {}", self.accept_at_1)?;
        writeln!(f, "exact                  {}", self.exact)?;
        writeln!(f, "accept@3               {}", self.accept_at_3)?;
        writeln!(f, "answered at 0.95       {}", self.answered_at_95)?;
        writeln!(f, "accepted by threshold  {}", self.accepted)?;
        writeln!(f, "right among those      {}", self.accepted_right)?;
        if self.rejected.of > 0 {
            writeln!(f, "none, and rejected     {}", self.rejected)?;
        }
        writeln!(f, "measures called none   {}", self.called_none)?;
        writeln!(f, "calibration error      {:.3}", self.calibration_error)?;
        writeln!(f, "\nconfidence  stated  right")?;
        for bin in &self.reliability {
            writeln!(f, "from {:.1}    {:.3}   {}", bin.from, bin.stated, bin.right)?;
        }
        writeln!(f, "\nlabel   answer  times  wrong")?;
        for pair in &self.confusions {
            writeln!(f, "{:<7} {:<7} {:<6} {}", pair.label, pair.answer, pair.times, pair.wrong)?;
        }
        writeln!(f, "\nworst errors")?;
        for miss in &self.worst {
            let (confidence, label, answer) = (miss.confidence, &miss.label, &miss.answer);
            writeln!(f, "{confidence:.3}  {label} answered {answer}  {} ({})", miss.name, miss.origin)?;
        }
        Ok(())
    }
}
