import Base
import Glibc
import Testing

@testable import Bench

@Suite struct DisturbanceTests {
  @Test func whatTheKernelSaysIsRead() {
    #expect(Disturbance.othersRunning(loadavg: "0.50 0.40 0.30 5/812 4242") == 4)
    #expect(Disturbance.othersRunning(loadavg: "0.50 0.40 0.30 0/812 4242") == 0)
    #expect(Disturbance.somePressure("some avg10=12.50 avg60=1.00 avg300=0.10 total=5\nfull avg10=99.00\n") == 0.125)
    for bad in ["", "1 2 3", "a b c d", "some avg10=x", "some avg10=101 avg60=0", "0.5 0.4 0.3 -3/8 1"] {
      #expect(Disturbance.othersRunning(loadavg: bad) == nil)
      #expect(Disturbance.somePressure(bad) == nil)
    }
  }

  @Test func aQuietRunIsBelievedAsItIsAndABusyOneTheLessTheBusierItWas() {
    let quiet = Disturbance(waitShare: 0.01, stealShare: 0.01, othersPerThread: 3, pressure: 0.9)
    #expect(quiet.kernelUncertainty(noise: 0.05) == 0)
    #expect(quiet.bandwidthUncertainty(noise: 0.05) == 0)
    #expect(quiet.kernelUncertainty(noise: 0.2) > 0)
    var last = 0.0
    for share in [0.1, 0.3, 0.6, 1] {
      let busy = Disturbance(waitShare: share, stealShare: nil)
      #expect(busy.kernelUncertainty(noise: 0) > last)
      #expect(busy.bandwidthUncertainty(noise: 0) >= busy.kernelUncertainty(noise: 0))
      last = busy.kernelUncertainty(noise: 0)
    }
  }
}

@Suite struct WatchdogTests {
  @Test func workThatIsDoneInTimeIsWaitedFor() {
    #expect(Watchdog.finishes(within: 60) {})
  }

  @Test func workThatDoesNotEndIsLeftToItself() {
    let begin = MonotonicClock.seconds()
    let end = begin + 30
    #expect(!Watchdog.finishes(within: 0.05) { while MonotonicClock.seconds() < end { usleep(10_000) } })
    #expect(MonotonicClock.seconds() < end)
  }
}
