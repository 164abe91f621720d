import { Composer } from 'grammy';
import type { Side } from '../../domain/access.ts';
import type { Application } from '../../domain/application/application.ts';
import { getApplication, listApplicationsToDecide } from '../../domain/application/get-application.ts';
import { withdrawApplication } from '../../domain/application/withdraw-application.ts';
import { profileStore } from '../../domain/profile/profile-store.ts';
import type { Tx } from '../../domain/transaction.ts';
import type { BotContext } from '../context.ts';
import { ownerName } from '../contract/owner-name.ts';
import { openApplications } from '../start/menu.ts';
import { onCallback } from '../ui/callback.ts';
import type { OutMessage } from '../ui/message.ts';
import { type Words, wordsOf } from '../ui/words.ts';
import {
  approveButton,
  notAnOwnerView,
  openApplication,
  ownApplicationView,
  ownerCard,
  rejectButton,
  toDecideView,
  withdrawButton,
  withdrawSurely,
} from './application-view.ts';

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
onCallback(applicationFeature, openApplications, async (ctx) => ctx.answer(await toDecide(ctx)));

const viewFor = (
  ctx: BotContext,
  { application, side }: { application: Application; side: Side },
): Promise<OutMessage> =>
  side === 'owner'
    ? cardFor(wordsOf(ctx), ctx.domain.tx, application)
    : Promise.resolve(ownApplicationView(wordsOf(ctx), application));

onCallback(applicationFeature, openApplication, async (ctx, { id }) => {
  ctx.change(await viewFor(ctx, await getApplication(ctx.domain, { applicationId: id })));
});

for (const [definition, flow] of [
  [approveButton, 'approve'],
  [rejectButton, 'reject'],
] as const) {
  onCallback(applicationFeature, definition, async (ctx, { id }) => {
    const { application, side } = await getApplication(ctx.domain, { applicationId: id });
    if (side === 'owner' && application.status === 'pending') {
      return ctx.enterFlow(flow, { applicationId: id });
    }
    // An old card: it shows what was decided. Somebody else's is refused by the first question of the flow.
    if (side !== 'owner') return ctx.toast(ctx.t('error-common-not-allowed'), { alert: true });
    ctx.toast(ctx.t('error-application-already-decided', { status: application.status }));
    ctx.change(await viewFor(ctx, { application, side }));
  });
}

onCallback(applicationFeature, withdrawButton, async (ctx, { id }) => {
  const { application, side } = await getApplication(ctx.domain, { applicationId: id });
  const open = application.status === 'pending' && side === 'tenant';
  ctx.change(
    open ? ownApplicationView(wordsOf(ctx), application, { sure: false }) : await viewFor(ctx, { application, side }),
  );
});

onCallback(applicationFeature, withdrawSurely, async (ctx, { id }) => {
  const application = await withdrawApplication(ctx.domain, { applicationId: id });
  ctx.change(ownApplicationView(wordsOf(ctx), application));
});
