import type { Run } from '../../domain/context.ts';
import type { Log } from '../../log.ts';
import { translator } from '../ui/i18n.ts';
import { tellAdmins } from './tell-admins.ts';

/** A job that keeps failing, posted to the admin group: once per job and hour. Never throws. */
export function reportToAdmins(run: Run, adminChatId: number | null, log: Log) {
  return async (failure: { job: string; id?: string; attempts: number }): Promise<void> => {
    const { job, id = '-', attempts } = failure;
    log.error({ job, id, attempts }, 'jobs: keeps failing');
    try {
      await run(({ tx, ids }) =>
        tellAdmins(
          { tx, ids, adminChatId: adminChatId === null ? null : String(adminChatId) },
          `job ${job}`,
          translator('id')('common-admin-job-failed', { job, id, attempts: String(attempts) }),
        ),
      );
    } catch (error) {
      log.error({ err: error, job }, 'jobs: the report failed');
    }
  };
}
