import type { Side } from '../../domain/access.ts';
import type { Application } from '../../domain/application/application.ts';
import { getApplication, listApplicationsToDecide } from '../../domain/application/get-application.ts';
import { withdrawApplication } from '../../domain/application/withdraw-application.ts';
import { getProperty } from '../../domain/property/get-property.ts';
import type { Property } from '../../domain/property/property.ts';
import type { BotContext, Enterable } from '../context.ts';
import { type Feature, onCallback, onCommand } from '../feature.ts';
import { listingTap } from '../property/property-buttons.ts';
import type { OutMessage } from '../ui/message.ts';
import { wordsOf } from '../ui/words.ts';
import {
  applicationsButton,
  applicationsTap,
  applicationTap,
  applyTap,
  approveTap,
  rejectTap,
  withdrawSurelyTap,
  withdrawTap,
} from './application-buttons.ts';
import { cardFor } from './application-card.ts';
import { applicationEvents } from './application-events.ts';
import { ownApplicationView, toDecideView } from './application-view.ts';
import { applyFlow } from './apply-flow.ts';
import { approveFlow } from './approve-flow.ts';
import { rejectFlow } from './reject-flow.ts';

const showToDecide = async (ctx: BotContext): Promise<void> =>
  ctx.answer(toDecideView(wordsOf(ctx), await listApplicationsToDecide(ctx.domain)));

const viewFor = (
  ctx: BotContext,
  { application, side }: { application: Application; side: Side },
): Promise<OutMessage> =>
  side === 'owner'
    ? cardFor(wordsOf(ctx), ctx.domain.tx, application)
    : Promise.resolve(ownApplicationView(wordsOf(ctx), application));

/** The listing when it can be applied for now; null: it was said why not. */
async function offered(ctx: BotContext, propertyId: string): Promise<Property | null> {
  const found = await getProperty(ctx.domain, { propertyId });
  if (found.kind === 'shown' && !found.own && found.property.availableRooms > 0) return found.property;
  if (found.kind !== 'shown') {
    // What the button stood under stays.
    ctx.anew = true;
    await ctx.go(listingTap, { id: propertyId });
  } else ctx.toast(ctx.t(found.own ? 'property-own' : 'property-full-now'), { alert: true });
  return null;
}

async function apply(ctx: BotContext, propertyId: string): Promise<void> {
  const property = await offered(ctx, propertyId);
  if (!property) return;
  const [room, ...others] = property.roomTypes.filter(({ availableRooms }) => availableRooms > 0);
  // One type only: nothing to choose.
  await ctx.enterFlow(applyFlow, { propertyId, ...(room && others.length === 0 ? { roomTypeId: room.id } : {}) });
}

async function decide(
  ctx: BotContext,
  applicationId: string,
  flow: Enterable<{ applicationId: string }>,
): Promise<void> {
  const seen = await getApplication(ctx.domain, { applicationId });
  const { application, side } = seen;
  if (side !== 'owner') return ctx.toast(ctx.t('error-common-not-allowed'), { alert: true });
  if (application.status === 'pending') return ctx.enterFlow(flow, { applicationId });
  // An old card: it shows what was decided.
  ctx.toast(ctx.t('error-application-already-decided', { status: application.status }));
  ctx.change(await viewFor(ctx, seen));
}

/** `📝 Ajukan sewa`, `/pengajuan`, the owner's cards, and a tenant's own applications. */
export const applicationFeature: Feature = {
  name: 'application',
  commands: [onCommand(['pengajuan', 'applications'], showToDecide, { requires: 'owner', published: true })],
  callbacks: [
    onCallback(applyTap, (ctx, { id }) => apply(ctx, id), {
      requires: 'tenant',
      first: async (ctx, { id }) => (await offered(ctx, id)) !== null,
    }),
    onCallback(applicationsTap, showToDecide, { requires: 'owner' }),
    onCallback(applicationTap, async (ctx, { id }) => {
      ctx.change(await viewFor(ctx, await getApplication(ctx.domain, { applicationId: id })));
    }),
    onCallback(approveTap, (ctx, { id }) => decide(ctx, id, approveFlow), { requires: 'known' }),
    onCallback(rejectTap, (ctx, { id }) => decide(ctx, id, rejectFlow), { requires: 'known' }),
    onCallback(withdrawTap, async (ctx, { id }) => {
      const seen = await getApplication(ctx.domain, { applicationId: id });
      const open = seen.application.status === 'pending' && seen.side === 'tenant';
      const asked = ownApplicationView(wordsOf(ctx), seen.application, { sure: false });
      ctx.change(open ? asked : await viewFor(ctx, seen));
    }),
    onCallback(withdrawSurelyTap, async (ctx, { id }) => {
      const application = await withdrawApplication(ctx.domain, { applicationId: id });
      ctx.change(ownApplicationView(wordsOf(ctx), application));
    }),
  ],
  flows: [applyFlow, approveFlow, rejectFlow],
  events: applicationEvents,
  menu: [{ row: 1, shown: (profile) => profile?.role === 'owner', button: applicationsButton }],
};
