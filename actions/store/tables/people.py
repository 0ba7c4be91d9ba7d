"""The tables of the people who answer customers: their accounts, their sessions, and what they saw and did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from actions.store.tables.shop import Base, UtcInstant

LONGEST_NAME = 64
LONGEST_REASON = 300
#: What customers read as somebody's name.
LONGEST_SHOWN_NAME = 80
#: Of an identity provider's address, and of what it knows somebody by (OpenID Connect Core, section 2).
LONGEST_ISSUER = 255
LONGEST_SUBJECT = 255
LONGEST_LANGUAGE = 16


class PersonRow(Base):
    """Somebody with an account of the application.

    `password` is an argon2 hash with its salt and costs. `totp_step` is the last 30 seconds whose code was used, so
    that no code is good twice. `shown_as` is what customers read as their name, where they have chosen one. An account
    that came from an identity provider says in `issuer` which, in `subject` by what it knows them there, and has the
    hash of no password. From `locked_at` on nobody signs in with it. `language` is the tag of the one that they have
    chosen to read pages in.
    """

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("name", name="uq_people_name"),
        Index("uq_people_issuer_subject", "issuer", "subject", unique=True),
    )

    seq: Mapped[int] = Column(Integer, primary_key=True)
    name: Mapped[str] = Column(String(LONGEST_NAME), nullable=False)
    role: Mapped[str] = Column(String(10), nullable=False)
    password: Mapped[str] = Column(String(200), nullable=False)
    totp_secret = Column(String(64))
    totp_step = Column(BigInteger)
    created_at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    shown_as = Column(String(LONGEST_SHOWN_NAME))
    issuer = Column(String(LONGEST_ISSUER))
    subject = Column(String(LONGEST_SUBJECT))
    locked_at = Column(UtcInstant)
    language = Column(String(LONGEST_LANGUAGE))


class PersonSessionRow(Base):
    """A browser that is signed in, known by a digest of what its cookie holds.

    `id_token` is what the identity provider said of a sign-in there, shown to it again to sign out.
    """

    __tablename__ = "people_sessions"
    __table_args__ = (
        Index("ix_people_sessions_person_seq", "person_seq"),
        Index("ix_people_sessions_ends_at", "ends_at"),
    )

    token_key: Mapped[str] = Column(String(64), primary_key=True)
    person_seq: Mapped[int] = Column(ForeignKey("people.seq", name="fk_people_sessions_person_seq"), nullable=False)
    seen_at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    ends_at: Mapped[datetime] = Column(UtcInstant, nullable=False)
    id_token = Column(Text)


class PersonSignInRow(Base):
    """A sign-in at the identity provider that was begun and has not come back yet; it goes when it does.

    It is known by a digest of the state that goes there and back, and is good in the browser whose cookie `browser_key`
    is a digest of. `network_key` is a digest of the network that it was begun from.
    """

    __tablename__ = "people_sign_ins"
    __table_args__ = (
        Index("ix_people_sign_ins_ends_at", "ends_at"),
        Index("ix_people_sign_ins_network_key", "network_key"),
    )

    state_key: Mapped[str] = Column(String(64), primary_key=True)
    browser_key: Mapped[str] = Column(String(64), nullable=False)
    network_key: Mapped[str] = Column(String(64), nullable=False)
    nonce: Mapped[str] = Column(String(64), nullable=False)
    verifier: Mapped[str] = Column(String(64), nullable=False)
    after: Mapped[str] = Column(String(200), nullable=False)
    ends_at: Mapped[datetime] = Column(UtcInstant, nullable=False)


class PersonDeedRow(Base):
    """What somebody saw or changed, under the name that they had, which stays when their account goes.

    It holds nothing that a customer said: `about` is the number of a ticket, the digest of a
    conversation or the name of an account.
    """

    __tablename__ = "people_deeds"
    __table_args__ = (Index("ix_people_deeds_about", "about", "name", "deed", "at"), Index("ix_people_deeds_at", "at"))

    seq: Mapped[int] = Column(Integer, primary_key=True)
    name: Mapped[str] = Column(String(LONGEST_NAME), nullable=False)
    deed: Mapped[str] = Column(String(30), nullable=False)
    about: Mapped[str] = Column(String(LONGEST_NAME), nullable=False)
    reason: Mapped[str] = Column(Text, nullable=False)
    at: Mapped[datetime] = Column(UtcInstant, nullable=False)
