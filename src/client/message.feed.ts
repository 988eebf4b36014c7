import type { Feed } from './feed';
import type { Variables } from './subscription.source';

/** One message, as the subscription's document selects it; the number must be among what it selects. */
export interface NumberedMessage {
  readonly number: number;
}

/** One conversation: a position that is a number without gaps (MS-1), so a gap or a repeat is visible. */
export class MessageFeed<Message extends NumberedMessage> implements Feed<Message> {
  constructor(
    private readonly fixed: Variables,
    private received: number,
    private readonly onMessage: (message: Message) => Promise<void> | void,
  ) {}

  begin(): Promise<void> {
    return Promise.resolve();
  }

  variables(): Variables {
    return { ...this.fixed, after: this.received };
  }

  opened(): void {
    // The number itself tells whether a message fits; nothing is remembered per subscription.
  }

  receive(value: object): Message | 'skip' | 'restart' {
    const message = value as Message;
    if (typeof message.number !== 'number')
      throw new Error('Select `number` in the conversationMessages subscription.');
    if (message.number <= this.received) return 'skip';
    if (message.number > this.received + 1) return 'restart';
    this.received = message.number;
    return message;
  }

  async handle(message: Message): Promise<void> {
    await this.onMessage(message);
  }
}
