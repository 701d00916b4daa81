/// The whole program behind `main`: words in, exit code out.
package enum Program {
  package static func run(arguments: [String]) -> Int32 { 0 }
}
