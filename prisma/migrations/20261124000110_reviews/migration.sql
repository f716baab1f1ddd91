-- Board reviews: agendas, outcomes, actions, minutes (seed 10.1, semantics 10).

-- CreateEnum
CREATE TYPE "review_kind" AS ENUM ('weekly', 'sweep', 'out_of_band');

-- CreateEnum
CREATE TYPE "review_state" AS ENUM ('open', 'closed');

-- CreateEnum
CREATE TYPE "review_subject" AS ENUM ('action', 'incident', 'risk', 'decision', 'waiver', 'metric');

-- CreateEnum
CREATE TYPE "review_outcome_type" AS ENUM ('confirm', 'rescore', 'transition', 'assign', 'action', 'escalate', 'follow_up', 'note');

-- CreateEnum
CREATE TYPE "action_state" AS ENUM ('open', 'done', 'dropped');

-- CreateEnum
CREATE TYPE "follow_up_result" AS ENUM ('done', 'dropped', 'postponed', 'carried');

-- CreateTable
CREATE TABLE "review" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" "review_kind" NOT NULL,
    "state" "review_state" NOT NULL,
    "cause" TEXT,
    "position" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,

    CONSTRAINT "review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_attendance" (
    "id" SERIAL NOT NULL,
    "review_id" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "present" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "review_attendance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_item" (
    "id" SERIAL NOT NULL,
    "review_id" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "subject" "review_subject" NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "reasons" TEXT[],
    "facts" JSONB NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_outcome" (
    "id" SERIAL NOT NULL,
    "review_id" INTEGER NOT NULL,
    "item_id" INTEGER NOT NULL,
    "type" "review_outcome_type" NOT NULL,
    "body" TEXT NOT NULL,
    "key" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "review_outcome_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_action" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "outcome_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "due" DATE NOT NULL,
    "state" "action_state" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "review_action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action_follow_up" (
    "id" SERIAL NOT NULL,
    "action_id" INTEGER NOT NULL,
    "outcome_id" INTEGER,
    "result" "follow_up_result" NOT NULL,
    "due_before" DATE NOT NULL,
    "due" DATE NOT NULL,
    "note" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "action_follow_up_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_minutes" (
    "review_id" INTEGER NOT NULL,
    "canonical" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_minutes_pkey" PRIMARY KEY ("review_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "review_program_id_number_key" ON "review"("program_id", "number");

-- CreateIndex
CREATE INDEX "review_attendance_review_id_id_idx" ON "review_attendance"("review_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "review_item_review_id_ordinal_key" ON "review_item"("review_id", "ordinal");

-- CreateIndex
CREATE UNIQUE INDEX "review_item_review_id_subject_key_key" ON "review_item"("review_id", "subject", "key");

-- CreateIndex
CREATE UNIQUE INDEX "review_item_id_review_id_key" ON "review_item"("id", "review_id");

-- CreateIndex
CREATE UNIQUE INDEX "review_outcome_review_id_key_key" ON "review_outcome"("review_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "review_action_outcome_id_key" ON "review_action"("outcome_id");

-- CreateIndex
CREATE UNIQUE INDEX "review_action_program_id_number_key" ON "review_action"("program_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "action_follow_up_outcome_id_key" ON "action_follow_up"("outcome_id");

-- CreateIndex
CREATE INDEX "action_follow_up_action_id_id_idx" ON "action_follow_up"("action_id", "id");

-- AddForeignKey
ALTER TABLE "review" ADD CONSTRAINT "review_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_attendance" ADD CONSTRAINT "review_attendance_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "review"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_attendance" ADD CONSTRAINT "review_attendance_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_item" ADD CONSTRAINT "review_item_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "review"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_outcome" ADD CONSTRAINT "review_outcome_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "review"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_outcome" ADD CONSTRAINT "review_outcome_item_id_review_id_fkey" FOREIGN KEY ("item_id", "review_id") REFERENCES "review_item"("id", "review_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_action" ADD CONSTRAINT "review_action_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_action" ADD CONSTRAINT "review_action_outcome_id_fkey" FOREIGN KEY ("outcome_id") REFERENCES "review_outcome"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_action" ADD CONSTRAINT "review_action_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_follow_up" ADD CONSTRAINT "action_follow_up_action_id_fkey" FOREIGN KEY ("action_id") REFERENCES "review_action"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_follow_up" ADD CONSTRAINT "action_follow_up_outcome_id_fkey" FOREIGN KEY ("outcome_id") REFERENCES "review_outcome"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_minutes" ADD CONSTRAINT "review_minutes_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "review"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- Below: what Prisma's schema cannot say. -----------------------------------------------------------------------

-- Rows that cannot be.
ALTER TABLE "review" ADD CONSTRAINT "review_counts" CHECK ("number" >= 1 AND "position" >= 0 AND "version" >= 1);
ALTER TABLE "review" ADD CONSTRAINT "review_end" CHECK (("state" = 'closed') = ("closed_at" IS NOT NULL) AND ("closed_at" IS NULL) = ("closed_by" IS NULL) AND "closed_at" >= "opened_at");
ALTER TABLE "review" ADD CONSTRAINT "review_cause" CHECK (("kind" = 'out_of_band') = ("cause" IS NOT NULL) AND "cause" <> '');
ALTER TABLE "review_item" ADD CONSTRAINT "review_item_ordinal" CHECK ("ordinal" >= 1);
ALTER TABLE "review_item" ADD CONSTRAINT "review_item_reasons" CHECK (cardinality("reasons") > 0);
ALTER TABLE "review_action" ADD CONSTRAINT "review_action_number" CHECK ("number" >= 1 AND "title" <> '');
ALTER TABLE "review_action" ADD CONSTRAINT "review_action_end" CHECK (("state" = 'open') = ("ended_at" IS NULL) AND ("ended_at" IS NULL) = ("ended_by" IS NULL) AND "ended_at" >= "created_at");
ALTER TABLE "action_follow_up" ADD CONSTRAINT "action_follow_up_postponed" CHECK (("result" = 'postponed') = ("due" <> "due_before"));
ALTER TABLE "action_follow_up" ADD CONSTRAINT "action_follow_up_reason" CHECK ("result" IN ('done', 'carried') OR "note" <> '');
ALTER TABLE "review_minutes" ADD CONSTRAINT "review_minutes_digest" CHECK ("digest" = sha256("canonical"));

-- One meeting of a kind at a time.
CREATE UNIQUE INDEX "review_one_open" ON "review" ("program_id", "kind") WHERE "state" = 'open';

-- A closed review takes nothing more, and one without minutes is not closed: its row is locked against whoever closes
-- it at the same time.
CREATE FUNCTION "refuse_closed_review"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "review" WHERE "id" = NEW."review_id" AND "state" = 'open' FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'review % is closed', NEW."review_id" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "open_review" BEFORE INSERT ON "review_attendance" FOR EACH ROW EXECUTE FUNCTION "refuse_closed_review"();
CREATE TRIGGER "open_review" BEFORE INSERT ON "review_item" FOR EACH ROW EXECUTE FUNCTION "refuse_closed_review"();
CREATE TRIGGER "open_review" BEFORE INSERT ON "review_outcome" FOR EACH ROW EXECUTE FUNCTION "refuse_closed_review"();

-- What is closed, done or dropped stays so.
CREATE FUNCTION "refuse_change_of_ended_review"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% % has ended', TG_TABLE_NAME, OLD."id" USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "ended" BEFORE UPDATE ON "review" FOR EACH ROW WHEN (OLD."state" = 'closed') EXECUTE FUNCTION "refuse_change_of_ended_review"();
CREATE TRIGGER "ended" BEFORE UPDATE ON "review_action" FOR EACH ROW WHEN (OLD."state" <> 'open') EXECUTE FUNCTION "refuse_change_of_ended_review"();

CREATE FUNCTION "refuse_review_without_minutes"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "review_minutes" WHERE "review_id" = NEW."id") THEN
    RAISE EXCEPTION 'review % closes with minutes', NEW."id" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "closes_with_minutes" BEFORE UPDATE ON "review" FOR EACH ROW WHEN (NEW."state" = 'closed') EXECUTE FUNCTION "refuse_review_without_minutes"();

CALL make_append_only('review_attendance');
CALL make_append_only('review_item');
CALL make_append_only('review_outcome');
CALL make_append_only('action_follow_up');
CALL make_append_only('review_minutes');

GRANT SELECT, INSERT ON "review", "review_attendance", "review_item", "review_outcome", "review_action", "action_follow_up", "review_minutes" TO signalbox_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO signalbox_app;
GRANT UPDATE ("state", "position", "version", "closed_at", "closed_by") ON "review" TO signalbox_app;
GRANT UPDATE ("due", "state", "ended_at", "ended_by") ON "review_action" TO signalbox_app;
