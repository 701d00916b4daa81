/// The tests of `make verify`: whole tables and many rounds, optimized; `make test` leaves them out.
enum Verify {}
