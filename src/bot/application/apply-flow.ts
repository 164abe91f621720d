import { z } from 'zod';
import {
  durations,
  emergencyContactSchema,
  forWhoms,
  occupantGenders,
  occupations,
} from '../../domain/application/application.ts';
import { submitApplication } from '../../domain/application/submit-application.ts';
import { DomainError } from '../../domain/errors.ts';
import { formatRupiah } from '../../domain/money.ts';
import { ownerName } from '../../domain/profile/owner-name.ts';
import { roomTypeOf } from '../../domain/property/property.ts';
import { acceptChoice, choiceRows, type Flow } from '../flow/flow.ts';
import { html } from '../ui/html.ts';
import { relationWords } from '../ui/ready-words.ts';
import { wordsOf } from '../ui/words.ts';
import { submittedView } from './application-view.ts';
import {
  type ApplyAnswers,
  acceptContactName,
  acceptContactPhone,
  acceptDuration,
  acceptNote,
  acceptOccupants,
  acceptRelation,
  acceptTypedDate,
  durationChoices,
  fits,
  forWhomChoices,
  genderChoices,
  labelled,
  needsContact,
  offerOf,
  propertyOf,
  relationChoices,
  savedContact,
  todayOf,
} from './apply-answers.ts';
import { reviewText } from './apply-review.ts';
import { mismatchView } from './mismatch-view.ts';
import { calendar, monthChoices, NO_DAY } from './start-date.ts';

/** `📝 Ajukan sewa` (PRODUCT 3.3). Enter it with `{ propertyId }`, and `roomTypeId` when there is only one. */
export const applyFlow: Flow<ApplyAnswers> = {
  name: 'apply',
  version: 1,
  requires: 'tenant',
  steps: [
    {
      id: 'roomTypeId',
      schema: z.string(),
      question: async (ctx, answers) => {
        const { property, rooms } = await offerOf(ctx, answers);
        return {
          text: ctx.t('application-ask-room', { property: property.name }),
          choices: rooms.map((room) => [
            {
              label: ctx.t('application-room-choice', {
                name: room.name,
                price: formatRupiah(room.pricePerMonth),
                available: room.availableRooms,
              }),
              value: room.id,
            },
          ]),
        };
      },
      accept: async (ctx, input, answers) => {
        const { roomTypes } = await propertyOf(ctx, answers);
        const rooms = roomTypes.filter((room) => room.availableRooms > 0);
        return acceptChoice(input, [rooms.map((room) => ({ label: html`${room.name}`, value: room.id }))]);
      },
    },
    {
      id: 'forWhom',
      schema: z.enum(forWhoms),
      question: async (ctx, answers) => {
        const { property } = await offerOf(ctx, answers);
        const one = property.twoPeopleAllowed
          ? ''
          : html`\n\n${ctx.t('application-one-person', { property: property.name })}`;
        return {
          text: html`${ctx.t('application-ask-for-whom', { property: property.name })}${one}`,
          choices: choiceRows(forWhomChoices(ctx, property)),
        };
      },
      accept: async (ctx, input, answers) => acceptChoice(input, [forWhomChoices(ctx, await propertyOf(ctx, answers))]),
    },
    {
      id: 'occupants',
      schema: z.object({ gender: z.enum(occupantGenders), fits: z.boolean() }),
      question: (ctx, answers) => ({
        text: ctx.t('application-ask-gender', { who: answers.forWhom ?? '' }),
        choices: [genderChoices(ctx, answers)],
      }),
      accept: acceptOccupants,
    },
    {
      id: 'occupation',
      schema: z.enum(occupations),
      when: fits,
      question: (ctx, { forWhom = '' }) => ({
        text: ctx.t('application-ask-occupation', { who: forWhom }),
        choices: [labelled(ctx, 'application-occupation-', occupations)],
      }),
      accept: (ctx, input) => acceptChoice(input, [labelled(ctx, 'application-occupation-', occupations)]),
    },
    {
      id: 'startMonth',
      schema: z.string(),
      when: fits,
      question: (ctx) => ({
        text: ctx.t('application-ask-start'),
        choices: choiceRows(monthChoices(todayOf(ctx), ctx.person.language)),
      }),
      accept: (ctx, input) => {
        const typed = input.kind === 'text' ? acceptTypedDate(ctx, input.text) : null;
        const chosen = acceptChoice(input, [monthChoices(todayOf(ctx), ctx.person.language)]);
        return typed && 'problem' in chosen ? typed : chosen;
      },
    },
    {
      id: 'startDate',
      schema: z.iso.date(),
      when: (answers) => fits(answers) && (answers.startMonth?.length ?? 0) <= 'YYYY-MM'.length,
      question: (ctx, { startMonth = '' }) => ({
        text: ctx.t('application-ask-day'),
        choices: calendar(startMonth, todayOf(ctx), ctx.person.language),
      }),
      accept: (ctx, input, { startMonth = '' }) => {
        if (input.kind === 'text') return acceptTypedDate(ctx, input.text, startMonth);
        const chosen = acceptChoice(input, calendar(startMonth, todayOf(ctx), ctx.person.language));
        return 'value' in chosen && chosen.value === NO_DAY ? { problem: 'application-pick-a-day' } : chosen;
      },
    },
    {
      id: 'duration',
      schema: z.literal(durations),
      when: fits,
      question: async (ctx, answers) => ({
        text: ctx.t('application-ask-duration'),
        choices: choiceRows(durationChoices(ctx, await propertyOf(ctx, answers))),
      }),
      accept: acceptDuration,
    },
    {
      id: 'contactName',
      schema: z.union([z.string(), emergencyContactSchema]),
      when: fits,
      question: async (ctx) => {
        const saved = await savedContact(ctx);
        const label =
          saved &&
          ctx.t('application-saved-contact', {
            name: saved.name,
            relation: relationWords(ctx.t, saved.relation),
          });
        return {
          text: ctx.t('application-ask-contact-name'),
          ...(label ? { choices: [[{ label, value: 'saved' }]] } : {}),
        };
      },
      accept: acceptContactName,
    },
    {
      id: 'contactPhone',
      schema: z.string(),
      when: needsContact,
      question: (ctx) => ({ text: ctx.t('application-ask-contact-phone') }),
      accept: acceptContactPhone,
    },
    {
      id: 'contactRelation',
      schema: z.string(),
      when: needsContact,
      question: (ctx) => ({
        text: ctx.t('application-ask-contact-relation'),
        choices: choiceRows(relationChoices(ctx)),
      }),
      accept: acceptRelation,
    },
    {
      id: 'note',
      schema: z.string(),
      optional: true,
      when: fits,
      question: (ctx) => ({ text: ctx.t('application-ask-note') }),
      accept: (_, input) => acceptNote(input),
    },
    {
      id: 'review',
      when: fits,
      question: async (ctx, answers) => {
        const property = await propertyOf(ctx, answers);
        const room = roomTypeOf(property, answers.roomTypeId ?? '');
        if (!room) throw new DomainError('property.no-room', { name: property.name });
        const seen = `${room.pricePerMonth}-${property.deposit}`;
        return {
          text: reviewText(wordsOf(ctx), { answers, property, room }),
          choices: [[{ label: ctx.t('application-button-send'), value: seen, style: 'success' }]],
        };
      },
      accept: (_, input) => {
        const seen = input.kind === 'choice' ? /^(\d{1,10})-(\d{1,10})$/.exec(input.value) : null;
        if (!seen) return { problem: 'application-press-send' };
        return { value: { monthlyRent: Number(seen[1]), deposit: Number(seen[2]) } };
      },
    },
  ],
  async finish(ctx, answers) {
    if (!answers.occupants.fits) {
      ctx.change(await mismatchView(ctx, await propertyOf(ctx, answers), answers.occupants.gender));
      return;
    }
    const { contactName, contactPhone = '', contactRelation = '' } = answers;
    const application = await submitApplication(ctx.domain, {
      propertyId: answers.propertyId,
      roomTypeId: answers.roomTypeId,
      forWhom: answers.forWhom,
      occupantGender: answers.occupants.gender,
      occupation: answers.occupation,
      startDate: answers.startDate ?? answers.startMonth,
      duration: answers.duration as (typeof durations)[number],
      emergencyContact:
        typeof contactName === 'object'
          ? contactName
          : { name: contactName, phone: contactPhone, relation: contactRelation },
      note: answers.note,
      seen: answers.review,
    });
    const owner = await ownerName(ctx.domain.tx, { ownerId: application.ownerId, fallback: '' });
    ctx.change(submittedView(wordsOf(ctx), application, owner));
  },
};
