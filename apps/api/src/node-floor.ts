// The first import of main.ts: the database driver ends an older Node without a word.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 14)) {
  process.stderr.write(`Node 22.14 or newer is needed, this is ${process.version}. Use "npm start".\n`);
  process.exit(1);
}
