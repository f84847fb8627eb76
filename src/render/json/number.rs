//! Numbers with a fraction: at most four decimals, and none of the noise of binary fractions.

use crate::mapping::Confidence;
use serde::{Serialize, Serializer};

/// A number in ten-thousandths.
///
/// Divided once and printed as the shortest decimal that reads back the same, it shows at most four decimals and no
/// exponent: one is used only below 0.00001.
#[derive(Debug, Clone, Copy)]
pub(super) struct TenThousandths(pub(super) i32);

impl From<Confidence> for TenThousandths {
    fn from(confidence: Confidence) -> Self {
        Self(i32::from(confidence.0))
    }
}

impl Serialize for TenThousandths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 10_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(number: i32) -> String {
        serde_json::to_string(&TenThousandths(number)).unwrap()
    }

    #[test]
    fn every_confidence_prints_as_the_decimal_it_is() {
        for number in 0..=10_000 {
            let digits = format!("{}.{:04}", number / 10_000, number % 10_000);
            let shortest = digits.trim_end_matches('0');
            let expected = if shortest.ends_with('.') { format!("{shortest}0") } else { shortest.to_owned() };
            assert_eq!(printed(number), expected);
        }
    }

    #[test]
    fn weights_of_any_size_keep_to_four_decimals() {
        let table =
            [(-1, "-0.0001"), (-12_345, "-1.2345"), (i32::MAX, "214748.3647"), (i32::MIN, "-214748.3648"), (0, "0.0")];
        for (number, expected) in table {
            assert_eq!(printed(number), expected);
        }
    }
}
