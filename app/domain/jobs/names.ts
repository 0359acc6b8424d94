/** PostgreSQL's notification channel on which a commit says that there is work. */
export const JOBS_CHANNEL = "zegel_jobs";
