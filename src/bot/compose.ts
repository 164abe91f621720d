import { Composer } from 'grammy';
import type { PropertySearch } from '../domain/search/search.ts';
import { createGroupIdFeature } from './admin/group-id-feature.ts';
import { applicationFeature } from './application/application-feature.ts';
import type { BotContext } from './context.ts';
import { contractFeature } from './contract/contract-feature.ts';
import type { ChatMoves } from './delivery/chat-moves.ts';
import type { FlowRunner } from './flow/runner.ts';
import { helpFeature } from './help/help-feature.ts';
import { invoiceFeature } from './invoice/invoice-feature.ts';
import { paymentFeature } from './payment/payment-feature.ts';
import { profileFeature } from './profile/profile-feature.ts';
import { propertyFeature } from './property/property-feature.ts';
import { createSearchFeature } from './search/search-feature.ts';
import { startFeature } from './start/start-feature.ts';
import { fallback } from './updates/fallback.ts';
import { type FloodLimits, floodGuard, floodLimits } from './updates/flood-guard.ts';
import { reachability } from './updates/reachability.ts';

export interface ComposeOptions {
  search: PropertySearch;
  adminChatId?: number | null;
  /** In order; default: all features of the product. */
  features?: readonly Composer<BotContext>[];
  flood?: FloodLimits;
}

/** Every feature, in order: the first one that takes an update keeps it. */
const allFeatures = (d: ComposeOptions): readonly Composer<BotContext>[] => [
  propertyFeature,
  applicationFeature,
  contractFeature,
  invoiceFeature,
  paymentFeature,
  // After all features with deep links: it takes every /start that is left.
  startFeature,
  profileFeature,
  helpFeature,
  createGroupIdFeature(d.adminChatId ?? null),
  // After everything that takes a text.
  createSearchFeature(d.search),
];

/** What every update passes, in order. */
export function compose(d: ComposeOptions, chats: ChatMoves, flowRunner: FlowRunner): Composer<BotContext> {
  return new Composer<BotContext>(
    reachability(chats),
    floodGuard(d.flood ?? floodLimits),
    (ctx, next) => flowRunner.handle(ctx, next),
    ...(d.features ?? allFeatures(d)),
    fallback,
  );
}
