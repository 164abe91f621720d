import { afterEach, expect, it } from 'vitest';
import { createAdminFeature } from '../../src/bot/admin/admin-feature.ts';
import { helpFeature } from '../../src/bot/help/help-feature.ts';
import { botWorld } from '../support/bot-world.ts';

let world: Awaited<ReturnType<typeof botWorld>>;
afterEach(async () => {
  await world.stop();
  world.chat.noViolations();
});

async function open(adminChatId: number | null) {
  const features = [createAdminFeature(adminChatId), helpFeature];
  world = await botWorld({ bot: { features, adminChatId } });
  const rina = world.chat.user({ id: 1901, name: 'Rina', language: 'id' });
  const group = world.chat.group({ id: -1_001_234_567_890, title: 'Admin' });
  group.sets(rina, 'administrator');
  return { rina, inGroup: group.seenBy(rina) };
}

it('without an admin group, any group is told its id and where to put it', async () => {
  const { rina, inGroup } = await open(null);
  await inGroup.sends('/idgrup');
  await inGroup.sees('ADMIN_CHAT_ID=-1001234567890');
  await inGroup.sends('/bantuan');
  await inGroup.sees('ada di chat pribadi: @');
  await rina.sends('/idgrup');
  await rina.sees('Perintah ini untuk grup');
  expect(rina.messages.some(({ text }) => text?.includes('ADMIN_CHAT_ID'))).toBe(false);
});

it('the admin group itself is told that it is the one', async () => {
  const { inGroup } = await open(-1_001_234_567_890);
  await inGroup.sends('/groupid');
  await inGroup.sees('sudah menjadi grup admin KostIn');
});
