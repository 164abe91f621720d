import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createLog } from '../../src/log.ts';
import { createSandboxRouter } from '../../src/sandbox/page/router.ts';
import { createTelegramServer } from '../../src/sandbox/telegram/server.ts';

/** The page and its Telegram in a process of its own, to be killed. Tells its parent both urls. */
const [stateFolder = '', token = ''] = process.argv.slice(2);
const clock = { now: () => Date.now() };
const telegram = createTelegramServer({ token, clock, log: createLog('silent'), stateFolder, rates: null });
const { url: apiRoot } = await telegram.start();
const user = telegram.user({ id: 501, name: 'Budi' });
const app = express();
app.use(
  createSandboxRouter({
    telegram,
    clock,
    people: [{ user, label: 'penyewa' }],
    payQr: async () => ({ ok: false, message: '' }),
    moveClock: async () => undefined,
  }),
);
const server = createServer(app).listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.({ apiRoot, page: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
