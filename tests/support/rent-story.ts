import type { Language } from '../../src/domain/context.ts';
import { readQr } from '../../src/sandbox/page/read-qr.ts';
import type { Viewer } from './chat.ts';
import { plainWords } from './plain-words.ts';
import type { WholeWorld } from './whole-world.ts';

export interface Story {
  tenant: Viewer;
  owner: Viewer;
  language: Language;
}

const searchWords: Record<Language, string> = {
  id: 'kos putri dramaga ac di bawah 1,5jt',
  en: 'kos putri dramaga ac di bawah 1,5jt',
};

/** A new person who has never written to the bot. */
export function newTenant(world: WholeWorld, language: Language, id: number, name = 'Putri'): Viewer {
  return world.chat.user({ id, name, lastName: 'Lestari', language, phone: `+62812345${id}` });
}

/** From the first word to a filed application. `pick` presses the buttons of the questions, by their labels. */
export async function appliesForMelati(tenant: Viewer, language: Language): Promise<void> {
  const t = plainWords(language);
  await tenant.starts();
  await tenant.sees('KostIn');
  await tenant.sends(searchWords[language]);
  await tenant.sees('Kos Melati Residence');
  await tenant.presses(t('application-button-apply'));
  await tenant.sees(plain(t('profile-ask-name')));
  await tenant.presses(/Telegram/);
  await tenant.seesButton(t('flow-send-contact'));
  await tenant.sharesContact();
  await tenant.sees(plain(t('profile-ask-email')));
  await tenant.presses(t('flow-skip'));
  await answersApplication(tenant, language);
}

/** The questions of the application, from the room to ✅ Kirim. */
export async function answersApplication(tenant: Viewer, language: Language): Promise<void> {
  const t = plainWords(language);
  await tenant.sees(/Kamarnya untuk siapa|Kamar yang mana|Which room|Who is the room for/i);
  if (/yang mana|Which room/i.test(words(tenant))) {
    await tenant.presses(/Rp/);
    await tenant.sees(/untuk siapa|for\?/i);
  }
  await tenant.presses(t('application-for-self'));
  await tenant.sees(plain(t('application-ask-gender', { who: 'self' })));
  await tenant.presses(t('application-gender-putri'));
  await tenant.sees(plain(t('application-ask-occupation', { who: 'self' })));
  await tenant.presses(t('application-occupation-student'));
  await tenant.sees(plain(t('application-ask-start')).slice(0, 12));
  await tenant.sends(inThreeWeeks());
  await tenant.sees(plain(t('application-ask-duration')));
  await tenant.presses(t('application-months', { months: 6 }));
  await tenant.sees(plain(t('application-ask-contact-name')).slice(0, 15));
  await tenant.sends("Pak Ma'ruf Santoso");
  await tenant.sees(plain(t('application-ask-contact-phone')).slice(0, 12));
  await tenant.sends('0812 3456 7899');
  await tenant.sees(plain(t('application-ask-contact-relation')).slice(0, 12));
  await tenant.presses(t('application-relation-father'));
  await tenant.sees(plain(t('application-ask-note')).slice(0, 12));
  await tenant.sends('Bawa <b>motor</b> & "kucing" 🐈 {$name}');
  await tenant.sees(plain(t('application-review-title')));
  await tenant.presses(t('application-button-send'));
  await tenant.sees(plain(t('application-submitted', { owner: 'x', property: 'y', until: 'z' })).slice(0, 18));
}

/** The owner's side: card → room → due day → approved. */
export async function approves(owner: Viewer, name: string, room: string): Promise<void> {
  const t = plainWords('id');
  // By its words: an answered question of an earlier approval has such a button as well.
  const card = await owner.sees(new RegExp(`pengajuan sewa baru\\n\\n👤 ${name}`), { anywhere: true });
  await owner.presses(t('application-button-approve'), card);
  await owner.sees('Kamar nomor berapa');
  await owner.sends(room);
  await owner.sees('jatuh tempo tiap tanggal berapa');
  await owner.presses(/^\d{1,2}$/);
  await owner.sees(/Setujui .*\?/);
  await owner.presses(t('application-button-approve'));
  await owner.sees('ditahan untuk');
}

/** The tenant's side of paying, up to a QR that can be scanned. Returns its text. */
export async function asksForQr(tenant: Viewer, language: Language): Promise<string> {
  const t = plainWords(language);
  await tenant.presses(t('payment-button-qris'));
  const { bytes } = await tenant.seesPhoto();
  const text = await readQr(bytes);
  if (text === null) throw new Error('the QR in the chat cannot be read');
  return text;
}

/** The whole main job, as both sides see it. */
export async function tellRentStory(world: WholeWorld, story: Story, room = '101'): Promise<void> {
  const { tenant, owner, language } = story;
  const t = plainWords(language);
  await appliesForMelati(tenant, language);
  await approves(owner, tenant.name, room);
  await tenant.seesButton(t('payment-button-qris'));
  const qr = await asksForQr(tenant, language);
  const paid = world.simulator.pay(qr);
  if (paid.kind !== 'paid') throw new Error(`the simulator says ${paid.kind}`);
  await tenant.sees(plain(t('payment-receipt-paid')), { anywhere: true });
  await owner.sees('Lunas', { anywhere: true });
  await tenant.sees(
    plain(t('contract-agreed-tenant', { room, property: 'x', start: 'x', owner: 'x', phone: 'x' })).slice(0, 12),
    {
      anywhere: true,
    },
  );
  await owner.sees('Sewa resmi jadi', { anywhere: true });
}

/** And what else there is. */
export async function tellWholeStory(world: WholeWorld, story: Story, room?: string): Promise<void> {
  await tellRentStory(world, story, room);
  await savesAnggrek(story.tenant, story.language);
}

/** ❤️ on a listing, and where it is found again. */
async function savesAnggrek(tenant: Viewer, language: Language): Promise<void> {
  const t = plainWords(language);
  await tenant.starts('p_prop_demo-anggrek');
  await tenant.sees('Kos Anggrek Putih');
  await tenant.presses(t('wishlist-button-save'));
  await tenant.seesButton(t('wishlist-button-remove'));
  await tenant.sends('/wishlist');
  await tenant.sees('1. Kos Anggrek Putih');
}

const words = (viewer: Viewer): string => viewer.lastMessage().text ?? viewer.lastMessage().caption ?? '';
/** Its first line. */
export const plain = (words: string): string => (words.split('\n')[0] ?? '').trim();

/** The same in every story of one run, also when it runs over midnight. */
const begun = Date.now();
function inThreeWeeks(): string {
  const date = new Date(begun + 21 * 86_400_000);
  return `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()}`;
}
