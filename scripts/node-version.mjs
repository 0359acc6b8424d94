// Read by whatever Node there is, also one that is far too old: no new syntax here.

/** Says in one sentence what is missing and answers false, or answers true. */
export function nodeIsNewEnough() {
  const parts = process.versions.node.split(".").map(Number);
  const major = parts[0] || 0;
  const minor = parts[1] || 0;
  if (major > 20 || (major === 20 && minor >= 19)) return true;
  console.error("Zegel needs Node 20.19 or newer, and this is " + process.versions.node + ": install a newer one from https://nodejs.org and try again.");
  process.exitCode = 1;
  return false;
}
