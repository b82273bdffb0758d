//! The Vietnamese calendar: working days, holidays, swapped days, Tết.
