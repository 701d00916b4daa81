/// How long a month is.
package struct Months: Sendable, Equatable {
  /// Days in which requests come and machines draw power.
  package var days: Double
  /// Hours that a rented machine is paid for: a twelfth of a year, as providers count.
  package var rentalHours: Double

  package init(days: Double = 30, rentalHours: Double = 730) {
    (self.days, self.rentalHours) = (days, rentalHours)
  }

  package var hours: Double { days * 24 }
  package var seconds: Double { days * 86_400 }
}
