/** PostgreSQL's notification channel on which a commit says that there is work. */
export const JOBS_CHANNEL = "zegel_jobs";

/** Advisory locks of the whole office: the first number is ours, the second says what is locked. */
export const LOCKS = { space: 0x5a6567, migrations: 1, sealer: 2, sweeps: 3 } as const;
