import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { type App, createApp } from '../app.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { loadDemoData } from './demo-data.ts';
import { demoPeople } from './demo-people.ts';
import { createMidtransSimulator } from './midtrans/simulator.ts';
import { createSandboxRouter } from './page/router.ts';
import { openSandboxClock } from './sandbox-clock.ts';
import { serveSimulator } from './serve-simulator.ts';
import { createTelegramServer } from './telegram/server.ts';

/** Nothing outside this machine ever sees these. */
const token = '700000001:AAF-this-is-the-local-sandbox-only-0000';
const serverKey = 'SB-Mid-server-local-sandbox-only';
const clientKey = 'SB-Mid-client-local-sandbox-only';
const adminChatId = -1_001_700_000_001;

/**
 * The whole product without an account (product 7): a local Bot API server, a Midtrans simulator, demo people and
 * listings, a clock that can be moved, and the page. The bot's own code does not know.
 */
export async function openSandbox(config: Config, log: Log): Promise<App> {
  mkdirSync(config.dataDir, { recursive: true });
  const clock = openSandboxClock(join(config.dataDir, 'sandbox-clock.json'));
  const telegram = createTelegramServer({
    token,
    clock,
    log,
    stateFolder: join(config.dataDir, 'sandbox-telegram'),
    historyLimit: 2_000,
    // Chats that are lost while the store is not begin beyond every number that it may remember.
    firstMessageId: Math.max(1, Math.floor(clock.now() / 1000) - 1_700_000_000),
  });
  const { url: apiRoot } = await telegram.start();
  const simulator = createMidtransSimulator({
    serverKey,
    notificationUrl: null,
    clock,
    log,
    stateFile: join(config.dataDir, 'sandbox-midtrans.json'),
  });
  const gatewayServer = await serveSimulator(simulator.api);

  const users = demoPeople.map((person) => ({
    person,
    user: telegram.user({
      id: person.telegramId,
      name: person.firstName,
      ...('lastName' in person ? { lastName: person.lastName } : {}),
      ...(person.phone ? { phone: person.phone } : {}),
      language: 'id',
    }),
  }));
  const group = telegram.group({ id: adminChatId, title: 'Admin KostIn', isForum: true });
  for (const { person, user } of users) if (person.role === 'admin') group.sets(user, 'administrator');

  let app: App | undefined;
  const router = createSandboxRouter({
    telegram,
    clock,
    timezone: config.timezone,
    people: columns(users).map(({ person, user }) => ({
      user,
      label: labels[person.role],
      ...(person.role === 'admin' ? { chat: { id: adminChatId } } : {}),
    })),
    async payQr(text) {
      const result = simulator.pay(text);
      return { ok: result.kind === 'paid', message: payMessages[result.kind] };
    },
    async moveClock(milliseconds) {
      const until = clock.now() + milliseconds;
      await app?.tick?.stepThrough(until, async (instant) => {
        clock.advanceTo(instant);
        await simulator.tick();
      });
      await app?.deliverNow();
    },
  });
  try {
    app = await createApp(
      {
        ...config,
        telegram: { token, adminChatId, apiRoot },
        midtrans: { serverKey, clientKey, isProduction: false, apiRoot: gatewayServer.url },
      },
      {
        log,
        clock,
        // The page asks nobody who they are: it is for this machine alone.
        host: '127.0.0.1',
        mount(http) {
          http.use(thisMachineOnly);
          http.use(router);
        },
      },
    );
    simulator.setNotificationUrl(`${app.url.replace('localhost', '127.0.0.1')}/webhooks/midtrans`);
    await loadDemoData(app.kv, { clock, ids: app.ids, people: 'all' });
    // A bot may not write first; who is an owner in the demo pressed Start long ago.
    for (const { user } of users) if (!user.chat.started) user.start();
  } catch (error) {
    await close();
    throw error;
  }
  const running = app;
  return {
    ...running,
    async stop() {
      await running.stop();
      await close();
    },
  };

  async function close(): Promise<void> {
    simulator.close();
    await gatewayServer.close();
    await telegram.stop();
    clock.close();
  }
}

/** A page elsewhere whose name was pointed at this machine (DNS rebinding) still names itself as the host. */
const thisMachineOnly: RequestHandler = (request, response, next) => {
  if (['localhost', '127.0.0.1'].includes(request.hostname)) next();
  else response.status(403).json({ error: 'forbidden' });
};

const labels = { tenant: 'penyewa', owner: 'pemilik', admin: 'admin' } as const;
const payMessages = {
  paid: 'Dibayar di simulator.',
  'not-found': 'QR ini tidak dikenal simulator.',
  closed: 'QR ini sudah tidak bisa dibayar.',
} as const;

/** A tenant, an owner, a second tenant and the admin group first; the other owners after them. */
function columns<T extends { person: { telegramId: number; role: keyof typeof labels } }>(users: T[]): T[] {
  const first = [1001, 1002, 1003];
  const rank = ({ person }: T): number => {
    const place = first.indexOf(person.telegramId);
    if (place >= 0) return place;
    return person.role === 'admin' ? first.length : first.length + 1;
  };
  return users.toSorted((a, b) => rank(a) - rank(b));
}
