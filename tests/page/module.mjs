// What the WebAssembly must be, whatever it answers: module.mjs MODULE
import assert from "node:assert/strict";
import { Engine, filesBelow, moduleBytes } from "./engine.mjs";

const [path] = process.argv.slice(2);
const bytes = moduleBytes(path);
const module = new WebAssembly.Module(bytes);

/** Reads a number of the binary format; moves the cursor. */
function unsigned(cursor) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[cursor.at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
}

/** The sections: id, and where each begins and ends. */
function sections() {
  const found = [];
  for (const cursor = { at: 8 }; cursor.at < bytes.length;) {
    const id = bytes[cursor.at++];
    const length = unsigned(cursor);
    found.push({ id, begin: cursor.at, end: cursor.at + length });
    cursor.at += length;
  }
  return found;
}

// It asks nothing of a system: no files, no clock, no network.
assert.deepEqual(WebAssembly.Module.imports(module), []);
assert.deepEqual(WebAssembly.Module.exports(module).map((one) => one.name).sort(),
  ["_initialize", "fangtian_answer", "fangtian_call", "fangtian_room", "memory"]);

// The stack stands first: global 0, the pointer to its end, is below every datum.
const data = sections().find((one) => one.id === 11);
const globals = sections().find((one) => one.id === 6);
assert.ok(data && globals);
const cursor = { at: globals.begin };
assert.ok(unsigned(cursor) >= 1);
assert.equal(bytes[cursor.at], 0x7f, "an i32");
assert.equal(bytes[cursor.at + 2], 0x41, "a constant");
cursor.at += 3;
const stack = unsigned(cursor);
assert.ok(stack >= 1 << 20, `a stack of ${stack} bytes`);

// Bad requests are answered, nested ones too.
const engine = await Engine.open(path);
for (const line of ["", "nope", "[]", "{}", '{"call": "load"}', "[".repeat(100000), '{"a":'.repeat(100000)])
  assert.equal(engine.send(line).status, "invalid", line.slice(0, 20));
assert.equal(engine.good("version").call, 1);

// Memory does not grow from edit to edit.
engine.good("policies", { files: filesBelow("policies") });
engine.good("load", { scenario: "county/portfolio.cfg", files: filesBelow("scenarios") });
const edit = (index) => {
  engine.good("set", { settings: [{ path: "parcels[X01/P1].area", value: `${1000 + index} m2` }] });
  engine.good("report", {});
};
for (let i = 0; i < 10; i++) edit(i);
const before = engine.exports.memory.buffer.byteLength;
for (let i = 0; i < 100; i++) edit(i);
const after = engine.exports.memory.buffer.byteLength;
assert.ok(after <= before * 1.25, `memory grew from ${before} to ${after} bytes over 100 edits`);
process.stdout.write(`${bytes.length} bytes, a stack of ${stack}, ${after} bytes of memory after 100 edits\n`);
