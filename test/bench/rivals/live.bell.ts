/** The same bell that wakes ours: rings that name an inbox and how far it has come, by Redis. */
import { Redis } from 'ioredis';

export interface Ring {
  readonly log: string;
  readonly id: string;
  readonly number: number;
}

export const channelOf = (epoch: string): string => `parley:bell:${epoch}`;

export class LiveBell {
  private readonly publisher: Redis;

  constructor(
    redisUrl: string,
    private readonly channel: string,
    onRings: (rings: readonly Ring[]) => void,
  ) {
    this.publisher = new Redis(redisUrl);
    const subscriber = new Redis(redisUrl);
    subscriber.on('message', (_channel, text) => {
      onRings((JSON.parse(text) as Ring[]).filter(({ log }) => log === 'inbox'));
    });
    void subscriber.subscribe(channel);
  }

  async ring(rings: readonly Ring[]): Promise<void> {
    await this.publisher.publish(this.channel, JSON.stringify(rings));
  }
}
