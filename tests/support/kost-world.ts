import { Composer } from 'grammy';
import { createFileReader } from '../../src/adapters/files/asset-files.ts';
import { createMovableClock } from '../../src/adapters/system/clock.ts';
import { createIds } from '../../src/adapters/system/ids.ts';
import type { BotContext } from '../../src/bot/context.ts';
import type { Flow } from '../../src/bot/flow/flow.ts';
import { helpFeature } from '../../src/bot/help/help-feature.ts';
import { profileFeature } from '../../src/bot/profile/profile-feature.ts';
import { registerFlow } from '../../src/bot/profile/register-flow.ts';
import { propertyFeature } from '../../src/bot/property/property-feature.ts';
import { createSearchFeature } from '../../src/bot/search/search-feature.ts';
import { startFeature } from '../../src/bot/start/start-feature.ts';
import { html } from '../../src/bot/ui/html.ts';
import { createNaiveSearch } from '../../src/domain/search/naive-search.ts';
import { loadDemoData } from '../../src/sandbox/demo-data.ts';
import { memoryStore, testBot } from './bot-world.ts';
import { createChat } from './chat.ts';

/** Stands in for the application: only shows that it was entered, and with what. */
const applyFlow: Flow<{ propertyId: string; word: string }> = {
  name: 'apply',
  version: 1,
  requires: 'tenant',
  steps: [
    {
      id: 'word',
      question: (_, { propertyId }) => ({ text: html`melamar ${propertyId ?? ''}` }),
      accept: (_, input) => (input.kind === 'text' ? { value: input.text } : { problem: 'flow-need-text' }),
    },
  ],
  finish: async (ctx, answers) => ctx.answer({ text: html`selesai ${answers.propertyId} ${answers.word}` }),
};

/** The demo listings, and a bot that finds, shows and registers. */
export async function kostWorld() {
  const clock = createMovableClock();
  const chat = await createChat({ clock });
  const store = memoryStore();
  const ids = createIds();
  await loadDemoData(store.kv, { clock, ids, people: 'all' });
  const lookUp: Composer<BotContext> = new Composer<BotContext>();
  lookUp.command('siapa', (ctx) =>
    ctx.answer({ text: html`${JSON.stringify({ ...ctx.person.profile, language: ctx.person.language })}` }),
  );
  lookUp.command('daftar', (ctx) => ctx.enterFlow('register', { need: ctx.match || 'tenant' }));
  const open = () =>
    testBot(chat, store, {
      clock,
      ids,
      files: createFileReader(),
      search: createNaiveSearch(store.kv),
      features: [
        lookUp,
        propertyFeature,
        startFeature,
        profileFeature,
        helpFeature,
        createSearchFeature(createNaiveSearch(store.kv)),
      ],
      flows: { register: registerFlow as never, apply: applyFlow as never },
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
