/** The one source of time. No other module reads the system's clock; the demonstration and the tests can move this one. */
export interface Clock {
  now(): Date;
}
