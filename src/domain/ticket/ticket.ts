import { z } from 'zod';
import type { StatusTable } from '../status.ts';

export const ticketCategories = ['technical', 'payment', 'content', 'abuse'] as const;
export const ticketPriorities = ['low', 'medium', 'high', 'urgent'] as const;
export const ticketStatuses = ['open', 'in_review', 'escalated', 'resolved', 'rejected'] as const;
export type TicketStatus = (typeof ticketStatuses)[number];

/** What was resolved or rejected can be taken up again (product 3.7). */
export const ticketTransitions: StatusTable<TicketStatus> = {
  open: ['in_review', 'resolved', 'rejected'],
  in_review: ['escalated', 'resolved', 'rejected'],
  escalated: ['in_review', 'resolved', 'rejected'],
  resolved: ['in_review'],
  rejected: ['in_review'],
};

export const ticketEventSchema = z.object({
  type: z.enum(['created', 'status_changed', 'priority_changed', 'assigned', 'comment', 'rated']),
  userId: z.string(),
  userName: z.string(),
  timestamp: z.iso.datetime(),
  data: z
    .object({
      oldStatus: z.enum(ticketStatuses).nullable(),
      newStatus: z.enum(ticketStatuses).nullable(),
      oldPriority: z.enum(ticketPriorities).nullable(),
      newPriority: z.enum(ticketPriorities).nullable(),
      assignedTo: z.string().nullable(),
      comment: z.string().nullable(),
      /** Among admins only. */
      internal: z.boolean(),
      /** `tg:<file_id>`, or an address in our storage. */
      fileUrl: z.string().nullable(),
    })
    .partial(),
});
export type TicketEvent = z.infer<typeof ticketEventSchema>;

/** `ticket:{id}` (product 3.7). */
export const ticketSchema = z.object({
  id: z.string(),
  /** How people name it: `1` upwards, from a counter within the commit; null in the seed's tickets. */
  number: z.string().min(1).nullable(),
  reporterId: z.string(),
  reporterName: z.string(),
  reporterEmail: z.string().nullable(),
  reporterRole: z.enum(['tenant', 'owner', 'admin']),
  category: z.enum(ticketCategories),
  subject: z.string(),
  description: z.string(),
  /** As in a message's `fileUrl`. */
  photos: z.array(z.string()).default([]),
  /** What it is about, where that is known. */
  about: z
    .object({
      entity: z.enum(['property', 'contract', 'invoice', 'payment', 'conversation', 'review']),
      id: z.string(),
    })
    .nullable()
    .default(null),
  priority: z.enum(ticketPriorities),
  status: z.enum(ticketStatuses),
  assignedTo: z.string().nullable(),
  events: z.array(ticketEventSchema),
  /** Since when a message of the reporter waits for an answer; null: none does. */
  waitingSince: z.iso.datetime().nullable().default(null),
  /** The forum topic or the card's thread in the admin group. */
  topicId: z.int().nullable().default(null),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
});
export type Ticket = z.infer<typeof ticketSchema>;
