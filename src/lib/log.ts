/** Structured logs on standard error: standard output belongs to what the operator is told. */
import pino, { stdSerializers, type Logger } from 'pino';

export type Log = Logger;

/** An exception under `error` is logged with its message, stack and cause. */
export const openLog = (level: string): Log =>
  pino({ level, base: null, serializers: { error: stdSerializers.err } }, pino.destination(2));
