-- CreateEnum
CREATE TYPE "risk_state" AS ENUM ('open', 'mitigating', 'watch', 'closed');

-- CreateEnum
CREATE TYPE "trigger_source" AS ENUM ('signal', 'report');

-- CreateTable
CREATE TABLE "risk" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "mitigation" TEXT NOT NULL,
    "closure" TEXT NOT NULL,
    "cadence_text" TEXT NOT NULL,
    "review" TEXT NOT NULL,
    "events" TEXT[],
    "signals" JSONB NOT NULL,
    "gates" TEXT[],
    "owner_role" TEXT NOT NULL,
    "owner_id" UUID,
    "state" "risk_state" NOT NULL,
    "state_since" TIMESTAMPTZ(3) NOT NULL,
    "likelihood" INTEGER NOT NULL,
    "impact" INTEGER NOT NULL,
    "last_trigger_at" TIMESTAMPTZ(3),
    "last_reviewed_at" TIMESTAMPTZ(3),
    "review_due_at" TIMESTAMPTZ(3),
    "closed_by_decision" INTEGER,
    "origin" TEXT NOT NULL,
    "dropped_at" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "risk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "risk_event" (
    "risk_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "risk_event_pkey" PRIMARY KEY ("risk_id","version")
);

-- CreateTable
CREATE TABLE "mitigation" (
    "id" SERIAL NOT NULL,
    "risk_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "verified_by" TEXT,
    "verified_at" TIMESTAMPTZ(3),
    "evidence" TEXT,
    "note" TEXT,
    "withdrawn_by" TEXT,
    "withdrawn_at" TIMESTAMPTZ(3),
    "withdrawn_reason" TEXT,

    CONSTRAINT "mitigation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "milestone" (
    "id" SERIAL NOT NULL,
    "mitigation_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "due" DATE NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "done_by" TEXT,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "milestone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "milestone_slip" (
    "id" SERIAL NOT NULL,
    "milestone_id" INTEGER NOT NULL,
    "from" DATE NOT NULL,
    "to" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "milestone_slip_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "closure_evidence" (
    "id" SERIAL NOT NULL,
    "risk_id" INTEGER NOT NULL,
    "evidence" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "closure_evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signal_state" (
    "program_id" INTEGER NOT NULL,
    "watcher" TEXT NOT NULL,
    "signal" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "failing" BOOLEAN NOT NULL,
    "streak" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "run_id" INTEGER NOT NULL,

    CONSTRAINT "signal_state_pkey" PRIMARY KEY ("program_id","watcher","signal","key")
);

-- CreateTable
CREATE TABLE "risk_trigger" (
    "id" SERIAL NOT NULL,
    "risk_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "source" "trigger_source" NOT NULL,
    "signal" TEXT NOT NULL,
    "key" TEXT,
    "run_id" INTEGER,
    "statement" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "risk_trigger_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trigger_occurrence" (
    "trigger_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "statement" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "trigger_occurrence_pkey" PRIMARY KEY ("trigger_id","run_id")
);

-- CreateIndex
CREATE INDEX "risk_owner_id_idx" ON "risk"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "risk_program_id_key_key" ON "risk"("program_id", "key");

-- CreateIndex
CREATE INDEX "mitigation_risk_id_idx" ON "mitigation"("risk_id");

-- CreateIndex
CREATE INDEX "mitigation_owner_id_idx" ON "mitigation"("owner_id");

-- CreateIndex
CREATE INDEX "milestone_mitigation_id_idx" ON "milestone"("mitigation_id");

-- CreateIndex
CREATE INDEX "milestone_slip_milestone_id_idx" ON "milestone_slip"("milestone_id");

-- CreateIndex
CREATE INDEX "closure_evidence_risk_id_idx" ON "closure_evidence"("risk_id");

-- CreateIndex
CREATE INDEX "risk_trigger_risk_id_at_idx" ON "risk_trigger"("risk_id", "at");

-- AddForeignKey
ALTER TABLE "risk" ADD CONSTRAINT "risk_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risk" ADD CONSTRAINT "risk_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user_account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risk_event" ADD CONSTRAINT "risk_event_risk_id_fkey" FOREIGN KEY ("risk_id") REFERENCES "risk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mitigation" ADD CONSTRAINT "mitigation_risk_id_fkey" FOREIGN KEY ("risk_id") REFERENCES "risk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mitigation" ADD CONSTRAINT "mitigation_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "milestone" ADD CONSTRAINT "milestone_mitigation_id_fkey" FOREIGN KEY ("mitigation_id") REFERENCES "mitigation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "milestone_slip" ADD CONSTRAINT "milestone_slip_milestone_id_fkey" FOREIGN KEY ("milestone_id") REFERENCES "milestone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "closure_evidence" ADD CONSTRAINT "closure_evidence_risk_id_fkey" FOREIGN KEY ("risk_id") REFERENCES "risk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal_state" ADD CONSTRAINT "signal_state_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal_state" ADD CONSTRAINT "signal_state_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risk_trigger" ADD CONSTRAINT "risk_trigger_risk_id_fkey" FOREIGN KEY ("risk_id") REFERENCES "risk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risk_trigger" ADD CONSTRAINT "risk_trigger_risk_id_version_fkey" FOREIGN KEY ("risk_id", "version") REFERENCES "risk_event"("risk_id", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risk_trigger" ADD CONSTRAINT "risk_trigger_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trigger_occurrence" ADD CONSTRAINT "trigger_occurrence_trigger_id_fkey" FOREIGN KEY ("trigger_id") REFERENCES "risk_trigger"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trigger_occurrence" ADD CONSTRAINT "trigger_occurrence_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- Below: what Prisma's schema cannot say. -----------------------------------------------------------------------

ALTER TABLE "risk" ADD CONSTRAINT "risk_scale" CHECK ("likelihood" BETWEEN 1 AND 5 AND "impact" BETWEEN 1 AND 5);
ALTER TABLE "risk" ADD CONSTRAINT "risk_review" CHECK ("review" IN ('twice-weekly', 'weekly', 'bi-weekly'));
ALTER TABLE "risk" ADD CONSTRAINT "risk_origin" CHECK ("origin" IN ('definition', 'browser'));
ALTER TABLE "risk" ADD CONSTRAINT "risk_dropped" CHECK ("dropped_at" IS NULL OR "origin" = 'definition');
ALTER TABLE "risk" ADD CONSTRAINT "risk_version" CHECK ("version" >= 1);
-- Closed is what a decision closed, and calls for no review; every other risk has one due.
ALTER TABLE "risk" ADD CONSTRAINT "risk_closed_by_decision" CHECK (("state" = 'closed') = ("closed_by_decision" IS NOT NULL));
ALTER TABLE "risk" ADD CONSTRAINT "risk_review_due" CHECK (("state" = 'closed') = ("review_due_at" IS NULL));
-- Whatever has moved on from Open did so after its last trigger.
ALTER TABLE "risk" ADD CONSTRAINT "risk_moved_since_trigger" CHECK ("state" = 'open' OR "last_trigger_at" IS NULL OR "last_trigger_at" <= "state_since");
ALTER TABLE "risk_event" ADD CONSTRAINT "risk_event_version" CHECK ("version" >= 1);
ALTER TABLE "risk_event" ADD CONSTRAINT "risk_event_body" CHECK (jsonb_typeof("body" -> 'set') = 'object');
ALTER TABLE "mitigation" ADD CONSTRAINT "mitigation_verified" CHECK (num_nonnulls("verified_by", "verified_at", "evidence") IN (0, 3));
ALTER TABLE "mitigation" ADD CONSTRAINT "mitigation_withdrawn" CHECK (num_nonnulls("withdrawn_by", "withdrawn_at", "withdrawn_reason") IN (0, 3));
ALTER TABLE "milestone" ADD CONSTRAINT "milestone_done" CHECK (("done_by" IS NULL) = ("done_at" IS NULL));
ALTER TABLE "milestone_slip" ADD CONSTRAINT "milestone_slip_moves" CHECK ("from" <> "to");
ALTER TABLE "signal_state" ADD CONSTRAINT "signal_state_streak" CHECK ("streak" >= 0);
ALTER TABLE "risk_trigger" ADD CONSTRAINT "risk_trigger_source" CHECK (("source" = 'signal') = ("run_id" IS NOT NULL AND "key" IS NOT NULL) AND num_nonnulls("run_id", "key") IN (0, 2));

-- The signals that a gated upload must know of: those that fail, and those on their way to a hard cap's count.
CREATE INDEX "signal_state_standing" ON "signal_state" ("program_id") WHERE "failing" OR "streak" > 0;

-- A risk moves Open, Mitigating, Watch, Closed, one step at a time, and back to Open; each change is its next event.
CREATE FUNCTION "guard_risk"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' OR NEW.version <> 1 THEN
      RAISE EXCEPTION 'risk_begins_open: a risk begins Open, with its first event' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'risk_one_event_each: a change of a risk is its next event' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state AND NEW.state <> 'open'
    AND (OLD.state, NEW.state) NOT IN (('open', 'mitigating'), ('mitigating', 'watch'), ('watch', 'closed')) THEN
    RAISE EXCEPTION 'risk_transition: a risk does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER risk_guard BEFORE INSERT OR UPDATE ON "risk" FOR EACH ROW EXECUTE FUNCTION guard_risk();

-- By the end of the transaction the change has its event, and a move has the one that may make it.
CREATE FUNCTION "require_risk_event"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE event text := (SELECT type FROM risk_event WHERE risk_id = NEW.id AND version = NEW.version);
BEGIN
  IF event IS NULL THEN
    RAISE EXCEPTION 'risk_has_event: version % of % has no event', NEW.version, NEW.key USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.state <> OLD.state
    AND event <> (CASE NEW.state WHEN 'open' THEN 'triggered' WHEN 'closed' THEN 'closed' ELSE 'moved' END) THEN
    RAISE EXCEPTION 'risk_move_has_event: % does not put % to %', event, NEW.key, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER risk_has_event AFTER INSERT OR UPDATE ON "risk" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_risk_event();

CALL make_append_only('risk_event'::regclass);
CALL make_append_only('milestone_slip'::regclass);
CALL make_append_only('closure_evidence'::regclass);
CALL make_append_only('risk_trigger'::regclass);
CALL make_append_only('trigger_occurrence'::regclass);

GRANT SELECT, INSERT ON "risk", "risk_event", "mitigation", "milestone", "milestone_slip", "closure_evidence",
  "signal_state", "risk_trigger", "trigger_occurrence" TO signalbox_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO signalbox_app;
GRANT UPDATE ("category", "title", "statement", "mitigation", "closure", "cadence_text", "review", "events", "signals",
  "gates", "owner_role", "owner_id", "state", "state_since", "likelihood", "impact", "last_trigger_at",
  "last_reviewed_at", "review_due_at", "closed_by_decision", "origin", "dropped_at", "version") ON "risk" TO signalbox_app;
GRANT UPDATE ("verified_by", "verified_at", "evidence", "note", "withdrawn_by", "withdrawn_at", "withdrawn_reason")
  ON "mitigation" TO signalbox_app;
GRANT UPDATE ("due", "done_by", "done_at") ON "milestone" TO signalbox_app;
GRANT UPDATE ("failing", "streak", "since", "run_id") ON "signal_state" TO signalbox_app;
