import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { type Ticket, ticketSchema, ticketTransitions } from './ticket.ts';

const fromSeed: Migration = (value) => ({ number: null, assignedTo: null, resolvedAt: null, ...value });

export const ticketStore = defineStore<Ticket>({
  name: 'ticket',
  schema: ticketSchema,
  transitions: ticketTransitions,
  migrations: [fromSeed],
  key: keys.ticket.record,
  idOf: (ticket) => ticket.id,
  indexes: ({ id, reporterId, status, category, priority, assignedTo }) => [
    keys.ticket.reporter(reporterId, id),
    keys.ticket.status(status, id),
    keys.ticket.category(category, id),
    keys.ticket.priority(priority, id),
    ...(assignedTo === null ? [] : [keys.ticket.assigned(assignedTo, id)]),
  ],
  references: [
    { field: 'reporterId', entity: 'profile' },
    { field: 'assignedTo', entity: 'profile' },
    { field: 'events.userId', entity: 'profile' },
  ],
});
