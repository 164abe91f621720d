import { Composer } from 'grammy';
import type { Application } from '../../domain/application/application.ts';
import { getApplication, listApplicationsToDecide } from '../../domain/application/get-application.ts';
import { withdrawApplication } from '../../domain/application/withdraw-application.ts';
import { ownerName } from '../../domain/profile/owner-name.ts';
import { profileStore } from '../../domain/profile/profile-store.ts';
import type { Tx } from '../../domain/transaction.ts';
import type { BotContext } from '../context.ts';
import { onCallback } from '../ui/callback.ts';
import type { OutMessage } from '../ui/message.ts';
import { type Words, wordsOf } from '../ui/words.ts';
import {
  applicationsTap,
  applicationTap,
  approveTap,
  rejectTap,
  withdrawSurelyTap,
  withdrawTap,
} from './application-buttons.ts';
import { notAnOwnerView, ownApplicationView, ownerCard, toDecideView } from './application-view.ts';

/** `/pengajuan`, the owner's cards, and a tenant's own applications. */
export const applicationFeature = new Composer<BotContext>();

/** The owner's card with what it needs to know of people. */
export async function cardFor(words: Words, tx: Tx, application: Application): Promise<OutMessage> {
  const [tenant, owner] = await Promise.all([
    profileStore.peek(tx, application.tenantId),
    ownerName(tx, { ownerId: application.ownerId, fallback: '' }),
  ]);
  return ownerCard(words, application, { ownerName: owner, phoneVerified: tenant?.phoneVerified ?? false });
}

async function toDecide(ctx: BotContext): Promise<OutMessage> {
  const words = wordsOf(ctx);
  if (ctx.person.profile?.role !== 'owner') return notAnOwnerView(words);
  return toDecideView(words, await listApplicationsToDecide(ctx.domain));
}

applicationFeature
  .chatType('private')
  .command(['pengajuan', 'applications'], async (ctx) => ctx.answer(await toDecide(ctx)));
onCallback(applicationFeature, applicationsTap, async (ctx) => ctx.answer(await toDecide(ctx)));

const isOwner = (ctx: BotContext, application: Application): boolean => ctx.person.profile?.id === application.ownerId;

const viewFor = (ctx: BotContext, application: Application): Promise<OutMessage> =>
  isOwner(ctx, application)
    ? cardFor(wordsOf(ctx), ctx.domain.tx, application)
    : Promise.resolve(ownApplicationView(wordsOf(ctx), application));

onCallback(applicationFeature, applicationTap, async (ctx, { id }) => {
  ctx.change(await viewFor(ctx, await getApplication(ctx.domain, { applicationId: id })));
});

for (const [definition, flow] of [
  [approveTap, 'approve'],
  [rejectTap, 'reject'],
] as const) {
  onCallback(applicationFeature, definition, async (ctx, { id }) => {
    const application = await getApplication(ctx.domain, { applicationId: id });
    if (isOwner(ctx, application) && application.status === 'pending') {
      return ctx.enterFlow(flow, { applicationId: id });
    }
    // An old card: it shows what was decided. Somebody else's is refused by the first question of the flow.
    if (!isOwner(ctx, application)) return ctx.toast(ctx.t('error-common-not-allowed'), { alert: true });
    ctx.toast(ctx.t('error-application-already-decided', { status: application.status }));
    ctx.change(await viewFor(ctx, application));
  });
}

onCallback(applicationFeature, withdrawTap, async (ctx, { id }) => {
  const application = await getApplication(ctx.domain, { applicationId: id });
  const open = application.status === 'pending' && !isOwner(ctx, application);
  ctx.change(open ? ownApplicationView(wordsOf(ctx), application, { sure: false }) : await viewFor(ctx, application));
});

onCallback(applicationFeature, withdrawSurelyTap, async (ctx, { id }) => {
  const application = await withdrawApplication(ctx.domain, { applicationId: id });
  ctx.change(ownApplicationView(wordsOf(ctx), application));
});
