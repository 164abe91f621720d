import { z } from 'zod';
import {
  contactNameInput,
  durations,
  emergencyContactSchema,
  forWhoms,
  noteInput,
  occupations,
  relationInput,
} from '../../domain/application/application.ts';
import { submitApplication } from '../../domain/application/submit-application.ts';
import { DomainError } from '../../domain/errors.ts';
import { formatRupiah } from '../../domain/money.ts';
import { ownerName } from '../../domain/profile/owner-name.ts';
import { NAME_LENGTH } from '../../domain/profile/register.ts';
import { type Property, type RoomType, roomTypeOf } from '../../domain/property/property.ts';
import type { BotContext } from '../context.ts';
import type { Flow } from '../flow/flow.ts';
import { choice } from '../flow/steps/choice.ts';
import { confirm } from '../flow/steps/confirm.ts';
import { date } from '../flow/steps/date.ts';
import { phone } from '../flow/steps/phone.ts';
import { text } from '../flow/steps/text.ts';
import { html, lines, plainText } from '../ui/html.ts';
import { relations, relationWords } from '../ui/ready-words.ts';
import { wordsOf } from '../ui/words.ts';
import { submittedView } from './application-view.ts';
import {
  type Answers,
  type ApplyAnswers,
  contactOf,
  durationOptions,
  fits,
  forWhomOptions,
  labelled,
  needsContact,
  occupantOptions,
  occupantsSchema,
  offerOf,
  propertyOf,
  savedContact,
  startRange,
} from './apply-answers.ts';
import { reviewText } from './apply-review.ts';
import { mismatchView } from './mismatch-view.ts';

/** What is applied for, as it is now. */
async function wanted(ctx: BotContext, answers: Answers): Promise<{ property: Property; room: RoomType }> {
  const property = await propertyOf(ctx, answers);
  const room = roomTypeOf(property, answers.roomTypeId ?? '');
  if (!room) throw new DomainError('property.no-room', { name: property.name });
  return { property, room };
}

/** What the button on the review screen carries: the prices that stood there. */
const seenPrices = z
  .string()
  .regex(/^\d{1,10}-\d{1,10}$/)
  .transform((seen) => seen.split('-').map(Number))
  .transform(([monthlyRent, deposit]) => ({ monthlyRent, deposit }));

/** `📝 Ajukan sewa` (product 3.3). Enter it with `{ propertyId }`, and `roomTypeId` when there is only one. */
export const applyFlow: Flow<ApplyAnswers, 'propertyId'> = {
  name: 'apply',
  version: 1,
  given: ['propertyId'],
  steps: [
    choice({
      id: 'roomTypeId',
      schema: z.string(),
      ask: async (ctx, answers) => {
        const { property } = await offerOf(ctx, answers);
        return ctx.t('application-ask-room', { property: property.name });
      },
      options: async (ctx, answers) => {
        const { roomTypes } = await propertyOf(ctx, answers);
        return roomTypes
          .filter((room) => room.availableRooms > 0)
          .map((room) => ({
            value: room.id,
            label: ctx.t('application-room-choice', {
              name: room.name,
              price: formatRupiah(room.pricePerMonth),
              available: room.availableRooms,
            }),
            words: [room.name],
          }));
      },
      perRow: 1,
    }),
    choice({
      id: 'forWhom',
      schema: z.enum(forWhoms),
      ask: async (ctx, answers) => {
        const { name: property, twoPeopleAllowed } = (await offerOf(ctx, answers)).property;
        const asked = ctx.t('application-ask-for-whom', { property });
        return lines(asked, !twoPeopleAllowed && html`\n${ctx.t('application-one-person', { property })}`);
      },
      options: async (ctx, answers) => forWhomOptions(ctx, await propertyOf(ctx, answers)),
    }),
    choice({
      id: 'occupants',
      schema: occupantsSchema,
      ask: (ctx, { forWhom = '' }) => ctx.t('application-ask-gender', { who: forWhom }),
      options: occupantOptions,
      perRow: 3,
    }),
    choice({
      id: 'occupation',
      schema: z.enum(occupations),
      when: fits,
      ask: (ctx, { forWhom = '' }) => ctx.t('application-ask-occupation', { who: forWhom }),
      options: (ctx) => labelled(ctx, 'application-occupation-', occupations),
    }),
    date({
      id: 'startDate',
      when: fits,
      ask: (ctx) => ctx.t('application-ask-start'),
      askDay: (ctx) => ctx.t('application-ask-day'),
      range: startRange,
      problem: 'application-date-range',
    }),
    choice({
      id: 'duration',
      schema: z.literal(durations),
      when: fits,
      ask: (ctx) => ctx.t('application-ask-duration'),
      options: durationOptions,
      problem: (ctx, options) => {
        const list = new Intl.ListFormat(ctx.person.language, { type: 'disjunction' });
        const choices = list.format(options.map(({ value }) => String(value)));
        return { problem: 'application-duration-problem', variables: { choices } };
      },
    }),
    text({
      id: 'contactName',
      schema: z.union([z.string(), emergencyContactSchema]),
      when: fits,
      ask: (ctx) => ctx.t('application-ask-contact-name'),
      options: async (ctx) => {
        const saved = await savedContact(ctx);
        if (!saved) return [];
        const relation = relationWords(ctx.t, saved.relation);
        return [
          { value: 'saved', label: ctx.t('application-saved-contact', { name: saved.name, relation }), answer: saved },
        ];
      },
      reads: contactNameInput,
      problem: 'profile-name-problem',
      variables: NAME_LENGTH,
    }),
    phone({
      id: 'contactPhone',
      when: needsContact,
      ask: (ctx) => ctx.t('application-ask-contact-phone'),
      whose: 'other',
      ownProblem: 'application-phone-own',
    }),
    text({
      id: 'contactRelation',
      schema: z.string(),
      when: needsContact,
      ask: (ctx) => ctx.t('application-ask-contact-relation'),
      // Kept as words: who reads them in another language reads the label there.
      options: (ctx) =>
        labelled(ctx, 'application-relation-', relations).map((option) => ({
          ...option,
          answer: plainText(option.label),
        })),
      perRow: 2,
      reads: relationInput,
      problem: 'application-relation-problem',
    }),
    text({
      id: 'note',
      schema: z.string(),
      optional: true,
      when: fits,
      ask: (ctx) => ctx.t('application-ask-note'),
      max: 500,
      reads: noteInput,
      problem: 'flow-need-text',
    }),
    confirm({
      id: 'review',
      when: fits,
      ask: async (ctx, answers) => reviewText(wordsOf(ctx), { answers, ...(await wanted(ctx, answers)) }),
      option: async (ctx, answers) => {
        const { property, room } = await wanted(ctx, answers);
        const value = `${room.pricePerMonth}-${property.deposit}`;
        return { value, label: ctx.t('application-button-send'), style: 'success' };
      },
      reads: seenPrices,
      problem: 'application-press-send',
    }),
  ],
  async finish(ctx, answers) {
    if (!answers.occupants.fits) {
      ctx.change(await mismatchView(ctx, await propertyOf(ctx, answers), answers.occupants.gender));
      return;
    }
    const { propertyId, roomTypeId, forWhom, occupation, startDate, duration, note } = answers;
    const application = await submitApplication(ctx.domain, {
      propertyId,
      roomTypeId,
      forWhom,
      occupantGender: answers.occupants.gender,
      occupation,
      startDate,
      duration,
      emergencyContact: contactOf(answers),
      note,
      seen: answers.review,
    });
    const owner = await ownerName(ctx.domain.tx, { ownerId: application.ownerId, fallback: '' });
    ctx.change(submittedView(wordsOf(ctx), application, owner));
  },
};
