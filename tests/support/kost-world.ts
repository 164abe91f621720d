import { z } from 'zod';
import { createFileReader } from '../../src/adapters/files/asset-files.ts';
import { createMovableClock } from '../../src/adapters/system/clock.ts';
import { createIds } from '../../src/adapters/system/ids.ts';
import { applicationFeature } from '../../src/bot/application/application-feature.ts';
import { type Feature, onCommand } from '../../src/bot/feature.ts';
import { allFeatures } from '../../src/bot/features.ts';
import type { Flow } from '../../src/bot/flow/flow.ts';
import { text } from '../../src/bot/flow/steps/text.ts';
import { registerFlow } from '../../src/bot/profile/register-flow.ts';
import { html } from '../../src/bot/ui/html.ts';
import { createNaiveSearch } from '../../src/domain/search/naive-search.ts';
import { loadDemoData } from '../../src/sandbox/demo-data.ts';
import { memoryStore, testBot } from './bot-world.ts';
import { createChat } from './chat.ts';

/** Stands in for the application: only shows that it was entered, and with what. */
const applyFlow: Flow<{ propertyId: string; word: string }, 'propertyId'> = {
  name: 'apply',
  version: 1,
  given: ['propertyId'],
  steps: [
    text({
      id: 'word',
      ask: (_, { propertyId }) => html`melamar ${propertyId ?? ''}`,
      reads: z.string(),
      problem: 'flow-need-text',
    }),
  ],
  finish: async (ctx, answers) => ctx.answer({ text: html`selesai ${answers.propertyId} ${answers.word}` }),
};
/** The flow of this name takes the other's place: it is looked up by its name. */
const applications: Feature = { ...applicationFeature, flows: [applyFlow] };

/** The demo listings, and a bot that finds, shows and registers. */
export async function kostWorld() {
  const clock = createMovableClock();
  const chat = await createChat({ clock });
  const store = memoryStore();
  const ids = createIds();
  await loadDemoData(store.kv, { clock, ids, people: 'all' });
  const lookUp: Feature = {
    name: 'look-up',
    commands: [
      onCommand(['siapa'], (ctx) =>
        ctx.answer({ text: html`${JSON.stringify({ ...ctx.person.profile, language: ctx.person.language })}` }),
      ),
      onCommand(['daftar'], (ctx, words) =>
        ctx.enterFlow(registerFlow, { need: words === 'known' ? 'known' : 'tenant' }),
      ),
    ],
  };
  const search = createNaiveSearch(store.kv);
  const features = allFeatures({ search }).map((feature) => (feature.name === 'application' ? applications : feature));
  const open = () =>
    testBot(chat, store, {
      clock,
      ids,
      files: createFileReader(),
      search,
      features: [...features, lookUp],
    });
  let bot = open();
  await bot.start();
  return {
    chat,
    /** The process ends and another one begins. */
    async restart() {
      await bot.stop(2_000);
      bot = open();
      await bot.start();
    },
    clock,
    ...store,
    async stop() {
      await bot.stop(2_000);
      await chat.stop();
    },
  };
}
