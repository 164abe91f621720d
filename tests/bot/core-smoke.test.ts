import { expect, it } from 'vitest';
import { html } from '../../src/bot/ui/html.ts';
import { botWorld } from '../support/bot-world.ts';

it('answers', async () => {
  const world = await botWorld({
    feature: (f) => f.hears('halo', (ctx) => ctx.answer({ text: html`hai <b>kamu</b>` })),
  });
  const budi = world.chat.user({ id: 11, name: 'Budi' });
  await budi.sends('halo');
  await budi.sees('hai kamu');
  await budi.sends('apa');
  await budi.sees('/menu');
  await world.stop();
  world.chat.noViolations();
  expect((await world.kv.getByPrefix('inbox-open:')).length).toBe(0);
  expect(await world.kv.getByPrefix('inbox:')).toEqual([{ done: expect.any(String) }, { done: expect.any(String) }]);
});
