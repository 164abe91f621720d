import { type Side, sideOf } from '../../domain/access.ts';
import type { SystemConfig } from '../../domain/admin/config.ts';
import type { OutboxEvent, OutboxEvents } from '../../domain/outbox.ts';
import type { PaymentWay } from '../../domain/payment/payment-way.ts';
import type { Clock } from '../../domain/ports.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import type { Tx } from '../../domain/transaction.ts';
import type { Translate } from '../context.ts';
import type { OutMessage } from './message.ts';

/** What a renderer of an event gets, at the moment of delivery. */
export interface OutboxView {
  /** The recipient's language. */
  t: Translate;
  /** For reading only; it is never committed. */
  tx: Tx;
  recipient: Profile | null;
  clock: Clock;
  config: SystemConfig;
  /** IANA zone of dates and times shown. */
  timezone: string;
  paymentWays: readonly PaymentWay[];
}

/** Whose words the recipient gets; somebody who cannot be read any more gets the tenant's. */
export const recipientSide = (view: OutboxView, record: { tenantId: string; ownerId: string }): Side =>
  sideOf(record, view.recipient?.id) ?? 'tenant';

/** One renderer for each event. Null when there is nothing to say any more: the row is dropped. */
export type OutboxViews = {
  [E in OutboxEvent]: (view: OutboxView, params: OutboxEvents[E]) => Promise<OutMessage | null>;
};
