import { formatRupiah } from '../../domain/money.ts';
import { formatPhone } from '../../domain/phone.ts';
import type { Property, RoomType } from '../../domain/property/property.ts';
import { cutText, TERMS } from '../ui/cut.ts';
import { type Html, html, lines } from '../ui/html.ts';
import { relationWords } from '../ui/ready-words.ts';
import type { Words } from '../ui/words.ts';
import { peopleLine } from './application-view.ts';
import { type ApplyAnswers, contactOf } from './apply-answers.ts';

/** The review screen: house rules and what is due first, before anything is sent. */
export function reviewText(
  words: Words,
  facts: { answers: Partial<ApplyAnswers>; property: Property; room: RoomType },
): Html {
  const { t } = words;
  const { answers, property, room } = facts;
  const contact = contactOf(answers);
  const rent = formatRupiah(room.pricePerMonth);
  const deposit = formatRupiah(property.deposit);
  return lines(
    t('application-review-title'),
    '',
    t('application-room', { property: property.name, room: room.name, rent, deposit }),
    html`👥 ${peopleLine(t, {
      forWhom: answers.forWhom ?? 'self',
      occupantGender: answers.occupants?.gender ?? 'putra',
      occupation: answers.occupation ?? 'student',
    })}`,
    t('application-dates', {
      start: words.date(answers.startDate ?? ''),
      months: answers.duration ?? 0,
    }),
    t('application-review-contact', {
      name: contact.name,
      relation: relationWords(t, contact.relation),
      phone: formatPhone(contact.phone),
    }),
    answers.note ? t('application-note', { note: answers.note }) : false,
    '',
    t('contract-terms', {
      terms: property.houseRules.length > 0 ? cutText(property.houseRules.join('; '), TERMS) : '–',
    }),
    t('application-review-due', { total: formatRupiah(room.pricePerMonth + property.deposit), rent, deposit }),
    '',
    t('application-review-note'),
  );
}
