import { allFeatures } from '../../src/bot/features.ts';
import { paymentPicture } from '../../src/bot/payment/payment-picture.ts';
import { type PaymentWay, paymentWays } from '../../src/domain/payment/payment-way.ts';
import type { Profile } from '../../src/domain/profile/profile.ts';
import { createNaiveSearch } from '../../src/domain/search/naive-search.ts';
import { agendaJobs } from '../../src/jobs/agenda.ts';
import { createTick } from '../../src/jobs/tick.ts';
import { createLog } from '../../src/log.ts';
import { actorOf } from './actor-of.ts';
import { memoryStore, testBot } from './bot-world.ts';
import { createChat } from './chat.ts';
import { gatewayDouble } from './gateway-double.ts';
import { rentWorld } from './rent-world.ts';

/** The world of `rentWorld` with the bot, its jobs and a gateway double in front of a test's Telegram. */
export async function rentChat({ ways = paymentWays }: { ways?: readonly PaymentWay[] } = {}) {
  const store = memoryStore();
  const world = await rentWorld({ kv: store.kv });
  const chat = await createChat({ clock: world.clock });
  const double = gatewayDouble(world.clock);
  const wake = (what: 'tick' | 'notify'): void => void (what === 'tick' ? tickNow() : bot.deliverNow());
  const bot = testBot(chat, store, {
    clock: world.clock,
    ids: world.ids,
    config: () => world.config,
    qrPicture: (paymentId) => paymentPicture(store.kv, world.timezone, paymentId),
    features: allFeatures({ search: createNaiveSearch(store.kv) }),
    wake: { wake },
    paymentWays: ways,
  });
  const log = createLog('silent');
  const tick = createTick({
    kv: store.kv,
    clock: world.clock,
    run: world.system,
    gateway: double.gateway,
    accounts: null,
    log,
    jobs: agendaJobs,
    report: () => {},
  });
  /** Everything that is due, then what it told people. */
  const tickNow = async (): Promise<void> => {
    await tick.runOnce();
    await bot.deliverNow();
  };
  await bot.start();
  /** Telegram lets a bot write only to people who started it. */
  const person = async (profile: Profile, language = 'id') => {
    const viewer = chat.user({ id: actorOf(profile).telegramId, name: profile.name, language });
    await viewer.starts();
    await viewer.sees(profile.name);
    return viewer;
  };
  return {
    ...world,
    chat,
    bot,
    double,
    tickNow,
    susi: await person(world.owner),
    ahmad: await person(world.tenant),
    dewi: await person(world.other),
    person,
    async stop() {
      await tick.stop();
      await bot.stop(2_000);
      await chat.stop();
    },
  };
}
export type RentChat = Awaited<ReturnType<typeof rentChat>>;
