"""The beginning of a new vignette: small, commented, sound, and playable as it stands."""

from __future__ import annotations

from vignettes.schema import FILE

_WAYS = """\
        next:                   # a scene or an ending, or a list: the first whose when holds is taken
          - {when: strain <= 2, to: at-work}
          - {when: strain <= 5, to: half-way}
          - {to: gone}
"""
_TEXT = """\
# yaml-language-server: $schema=SCHEMA
# A vignette, ready to be changed. Lines that begin with # are notes to you; nobody who plays sees them.
#   simulator check FILE      every fault, and how to mend it
#   simulator play FILE       play it
#   simulator explore FILE    how it plays out: paths, scores, blind strategies
# Write TODO: into a text, and the check will remind you of it.
format: 1
id: NAME                        # kept in records: choose it once
title: TITLE
summary: A client asks for help with something you have never treated.     # one sentence for the list
level: introductory             # introductory, intermediate or advanced
minutes: 2
content_note: [compulsive checking]       # shown before the start, with a way out
client: {name: Dana, age: 34, pronouns: she/her, presenting: Lying awake}
clinician: {role: Counselor in training at a community clinic, training: No course on compulsions yet}
briefing: |
  Dana has come three times to talk about her sleep. Your supervisor sees you every **Thursday**.

variables:                      # what the case remembers: numbers with bounds, or true and false
  strain: {start: 0, min: 0, max: 9}

start: the-question
scenes:
  the-question:                 # a scene with responses is a decision
    narration: Near the end of the hour Dana puts her bag down again.
    client: "I check the taps. Forty times, some nights. Have you helped anyone with that?"
    inner: You have not, and you would like her to think that you have.
    responses:                  # two or more; vary where the recommended one stands and how long it is
      soften-it:
        say: Many people check things, and a great many of them find that it passes once they sleep better again.
        rating: inadvisable     # recommended, acceptable, inadvisable or harmful
        because: It comforts, but it does not answer, and Dana decides without knowing what she needs to know.
        breaches: [X-HONEST]    # ids of recommendations (R-...) and standards (X-...) it goes against
        set: {strain: +2}       # +2 adds, 2 sets
        next: the-thursday
      say-so:
        say: "No, not yet. I would like to understand it with you, and to find out who knows more."
        rating: recommended
        because: Dana asked a fair question. An honest answer leaves the choice with her and keeps the door open.
        upholds: [X-HONEST]     # ids of those it follows
        next: the-thursday
      turn-away:
        say: We have five minutes left. Let us stay with your sleep for today.
        rating: harmful
        because: She has just told you the thing that shames her, and it is put away unheard.
        breaches: [X-HONEST]
        set: {strain: +3}
        next: the-thursday

  the-thursday:
    narration: On Thursday your supervisor asks what is on your list.
    responses:
      wait-and-see:
        do: Leave Dana off the list until you know whether it is serious.
        rating: harmful
        because: Whether it is serious is what you cannot judge alone yet.
        breaches: [X-CONSULT]
        set: {strain: +3}
        next: the-next-hour
      read-alone:
        do: Read up on compulsions at home, and say that all is well.
        rating: inadvisable
        because: Reading helps, and it does not replace someone who can judge what you have not learned to see.
        breaches: [X-CONSULT]
        set: {strain: +2}
        next: the-next-hour
      bring-her-question:
        do: Tell what Dana asked and what you answered, and ask what you could learn and who could help.
        rating: recommended
        because: This is what supervision is for, and it comes before any talk of referring her.
        acts: [consult-supervisor]        # what rules and done(...) look at
        upholds: [X-CONSULT]
        next: the-next-hour

  the-next-hour:
    narration:                  # a text, or a list: every part whose when holds is shown
      - Dana comes on time.
      - {when: strain >= 3, text: She keeps her coat on.}
    client: "So. What do we do about the taps?"
    responses:
      lay-out-the-ways:
        say: Here is what I can offer, what a colleague could, and what each would ask of you.
        rating: recommended
        because: She hears the ways there are and what each means, and she chooses.
        upholds: [X-HONEST]
WAYS      hand-over-a-name:
        say: There is a Dr. Okafor across town who does nothing else. Here is the number; you had best call today.
        rating: harmful
        because: A name on a slip of paper ends the work before anyone has asked what she wants.
        acts: [refer]
        breaches: [X-NOABANDON]
        set: {strain: +3}
        next:
          - {when: strain <= 5, to: half-way}
          - {to: gone}
      begin-at-random:
        say: Let us try to leave out one tap tonight.
        rating: inadvisable
        because: It is a start without a plan, by someone who has not been shown how.
        breaches: [X-CONSULT]
        set: {strain: +2}
WAYS
endings:                        # value: how good it is for the client, from 0 to 1
  at-work:
    outcome: good
    value: 1
    narration: Dana chooses to stay, with a colleague's help, and you both know what comes next.
    client_view: "She said what she did not know. I believed the rest."
  half-way:
    outcome: mixed
    value: 0.5
    narration: Dana stays, and says less than she did.
    client_view: "I do not know yet whether this is the right place."
  gone:
    outcome: poor
    value: 0
    narration: Dana does not come back.
    client_view: "I had said it once. I shall not say it again soon."

rules:                          # what must come before, after, or never
  consult-first:
    precedence: [consult-supervisor, refer]
    penalty: 1
    source: R-CONSULT-BEFORE-REFERRAL
    because: A talk with your supervisor comes before a referral.

questions:                      # for the talk afterwards
  - What made it hard to say that you had not treated this before?
review: {clinical: null, cultural: null}  # who reviewed it and when
"""


def scaffold(vignette_id: str, title: str) -> str:
    """Return the text of a new vignette's file.

    Args:
        vignette_id: its id; must be one.
        title: its title; any text of one line.
    """
    import json

    text = _TEXT.replace("WAYS", _WAYS).replace("SCHEMA", FILE).replace("FILE", f"{vignette_id}.yaml")
    return text.replace("id: NAME ", f"id: {vignette_id} ").replace("TITLE", json.dumps(title, ensure_ascii=False))


def title_of(vignette_id: str) -> str:
    """Return a title made of an id: ``first-steps`` becomes ``First steps``."""
    words = " ".join(part for part in vignette_id.replace("_", "-").split("-") if part)
    return words[:1].upper() + words[1:] or vignette_id
