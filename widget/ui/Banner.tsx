/** The first banner. Rendered once at build time, to data: on the page no component runs before somebody chooses. */
import { Choice, Quiet } from './Buttons.tsx';

export interface BannerProps {
  title: string;
  body: string;
  gpc: string;
  changed: string;
  accept: string;
  reject: string;
  choose: string;
  policy: string;
  policyAddress: string;
  dir: 'ltr' | 'rtl';
}

export function Banner({ title, body, gpc, changed, accept, reject, choose, policy, policyAddress, dir }: BannerProps) {
  return (
    <section part="banner" popover="manual" aria-labelledby="t" dir={dir}>
      <h2 part="title" id="t">
        {title}
      </h2>
      <p>{body}</p>
      {gpc && (
        <p part="gpc" hidden>
          {gpc}
        </p>
      )}
      {changed && (
        <p part="changes" hidden>
          {changed}
        </p>
      )}
      <div>
        <Choice part="accept">{accept}</Choice>
        <Choice part="reject">{reject}</Choice>
      </div>
      <div>
        <Quiet part="choose">{choose}</Quiet>
        <a part="policy" href={policyAddress}>
          {policy}
        </a>
      </div>
    </section>
  );
}
