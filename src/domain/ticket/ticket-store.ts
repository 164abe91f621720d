import { defineStore, type Migration } from '../entity-store.ts';
import { keys } from '../keys.ts';
import { ticketSchema, ticketTransitions } from './ticket.ts';

const fromSeed: Migration = (value) => ({ number: null, assignedTo: null, resolvedAt: null, ...value });

export const ticketStore = defineStore({
  key: keys.ticket.record,
  schema: ticketSchema,
  transitions: ticketTransitions,
  migrations: [fromSeed],
  indexes: ({ id, reporterId, status, category, priority, assignedTo }) => [
    keys.ticket.reporter(reporterId, id),
    keys.ticket.status(status, id),
    keys.ticket.category(category, id),
    keys.ticket.priority(priority, id),
    ...(assignedTo === null ? [] : [keys.ticket.assigned(assignedTo, id)]),
  ],
  counted: ({ number }) => (number === null ? null : [keys.ticket.counter(), Number(number)]),
  references: [
    { field: 'reporterId', entity: 'profile' },
    { field: 'assignedTo', entity: 'profile' },
    { field: 'events.userId', entity: 'profile' },
  ],
  outlivesPeople: () => true,
});
