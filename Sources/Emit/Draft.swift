import Base
import Documents

/// Files of a format before they carry what they rest on.
struct Draft {
  var files: [File]
  var notes: [String] = []
  /// The plan and the prediction, where they are not those of llama.cpp.
  var plan: String?
  var prediction: String?

  init(_ files: File..., notes: [String] = []) { (self.files, self.notes) = (files, notes) }

  struct File {
    var path: String
    var content: Content

    init(_ path: String, _ content: Content) { (self.path, self.content) = (path, content) }
  }

  enum Content {
    /// A shell script of these commands, each a list of words; the last replaces the shell.
    case script([[String]])
    /// A text whose comments begin with this; nil: it takes none.
    case text(String, comment: String? = "#")
    case python(String)
    case yaml(JSONValue)
    /// An object that takes keys of ours.
    case json(JSONValue)
    /// An object that its reader checks: it carries nothing of ours.
    case bareJSON(JSONValue)
  }

  /// A script of one command.
  init(script path: String, _ words: [String], notes: [String] = []) {
    self.init(File(path, .script([words])), notes: notes)
  }
}

extension Draft.File {
  /// The file with what it rests on at its head, and the mark that tells whether somebody changed it since.
  func finished(_ lines: [String]) -> EmittedFile {
    func commented(_ body: String, _ comment: String = "#", first: String = "") -> String {
      first + lines.map { "\(comment) \($0.printable)\n" }.joined() + body
    }
    switch content {
    case .script(let commands):
      let body = "set -eu\n" + Shell.script(commands)
      return file(EditMark.marked(commented(body, first: "#!/bin/sh\n")), isExecutable: true)
    case .text(let body, let comment):
      return file(comment.map { EditMark.marked(commented(body, $0)) } ?? body)
    case .python(let body): return file(EditMark.marked(commented(body)))
    case .yaml(let tree): return file(EditMark.marked(commented(YAML.text(tree))))
    case .json(let tree):
      let members = (tree.members ?? []) + [JSONValue.Member("_plimsoll", .array(lines.map(JSONValue.string)))]
      return file(EditMark.marked(JSONWriter.text(.object(members))))
    case .bareJSON(let tree): return file(JSONWriter.text(tree))
    }
  }

  private func file(_ text: String, isExecutable: Bool = false) -> EmittedFile {
    EmittedFile(path: path, text: text, isExecutable: isExecutable)
  }
}
