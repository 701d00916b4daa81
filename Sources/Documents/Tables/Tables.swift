/// The tables of the objects that documents are made of.
enum Tables {}
