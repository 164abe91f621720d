import { agendaRows } from '../domain/agenda.ts';
import { deadRows, outboxRows } from '../domain/outbox.ts';
import { expiryRows } from '../domain/retention.ts';
import type { AnyRows } from '../domain/rows.ts';
import { recentSearchRows } from '../domain/search/recent-searches.ts';
import { chatMovedRows } from './delivery/chat-moves.ts';
import { fileRows, sentRows } from './delivery/sent-rows.ts';
import { faultToldRows } from './delivery/tell-admins.ts';
import { flowRows } from './flow/state.ts';
import { inboxRows } from './updates/inbox.ts';

/** Every kind of row that is no record, for verify-store. `inbox-open` holds references alone. */
export const operationalRows: readonly AnyRows[] = [
  inboxRows,
  outboxRows,
  deadRows,
  sentRows,
  chatMovedRows,
  faultToldRows,
  recentSearchRows,
  flowRows,
  fileRows,
  expiryRows,
  agendaRows,
];
