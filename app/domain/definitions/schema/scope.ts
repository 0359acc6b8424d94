/** The segments of practices, and the ways in which a request comes in: whom a policy can be for, what a service is for, and what lists are narrowed by. */
export const SEGMENTS = ["regular", "pgb"] as const;
export const CHANNELS = ["online", "paper", "email", "phone", "portal"] as const;
