import { z } from 'zod';
import { keys } from '../../domain/keys.ts';
import { defineRow } from '../../domain/rows.ts';

/** A message of ours that a later row may edit. */
export const sentRows = defineRow(
  keys.outbox.sent,
  z.object({
    messageId: z.int(),
    photo: z.boolean(),
    /** Real time. */
    at: z.iso.datetime(),
  }),
  { keepDays: 90 },
);

/** Kept while the picture is of use: for good; that of a QR, which can't be paid longer than a week, for its days. */
export const fileRows = defineRow(keys.telegramFile, z.string(), { keepDays: 8 });
