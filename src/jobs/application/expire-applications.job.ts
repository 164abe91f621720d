import { applicationStore } from '../../domain/application/application-store.ts';
import { expireApplication } from '../../domain/application/expire-application.ts';
import type { DecideJob } from '../agenda-job.ts';

export const expireApplicationsJob: DecideJob = {
  type: 'decide',
  name: 'expire-applications',
  kind: 'expire-application',
  store: applicationStore,
  decide: expireApplication,
};
