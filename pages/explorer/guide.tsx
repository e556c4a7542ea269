/** What this page is, for someone who sees it for the first time. */
export const Guide = ({ isNeeded }: { readonly isNeeded: boolean }) => (
  <details class="panel guide" open={isNeeded}>
    <summary>What is this, and how is it read?</summary>
    <div class="columns small">
      <p>
        The documentation of Winsock 2 says how connections are asked for, deferred, accepted, half-closed and
        ended. This page holds all of that as a model that you can play with: nothing is sent anywhere, no
        socket is opened.
      </p>
      <p>
        <strong>Call something.</strong> Choose a call on the left. Below it stands every result that the
        documents allow at this moment, each with the rule and the clauses that say so. Take one, and see what
        becomes of the sockets. A call that makes no sense here has its documented error: try it.
      </p>
      <p>
        <strong>Let something happen.</strong> What was sent is in flight until it is delivered, and a network
        delivers when it likes. You are the network: deliver it now, later, or after something else.{' '}
        <em>Settle</em> delivers everything.
      </p>
      <p>
        <strong>Readings.</strong> Where the documents are silent or contradict each other, several results
        are allowed. Such a result names the reading it stands for, as <code>AM-05b=R1</code>; once taken, the
        course keeps to it. Fix readings below to see one interpretation only.
      </p>
      <p>
        <strong>Go back and branch.</strong> Click a row of the diagram, or press <kbd>←</kbd> and{' '}
        <kbd>→</kbd>. A new call there begins another course; the old one is kept.
      </p>
      <p>
        <strong>Half-close, in one minute.</strong> Play SQ-1 below: the client says that it has nothing more
        to send (<code>shutdown</code> with <code>SD_SEND</code>), yet it still receives. The server sees the
        end of data, sends its answer, and only then ends too. That is a graceful close; nothing is lost.
      </p>
    </div>
  </details>
);
