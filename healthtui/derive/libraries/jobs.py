"""Packages of background work: which names of them make, feed, work and watch a durable queue; schedulers; slow work."""

from __future__ import annotations

import re
from typing import NamedTuple


class QueueLibrary(NamedTuple):
    """Names are the last part of what is called, separated by blanks; "." stands for the package itself.

    `handle` is how a variable is named that holds such a queue, for code that cannot be followed to the package.
    """

    name: str
    packages: str
    made: str = ""
    fed: str = ""
    worked: str = ""
    failed: tuple[str, ...] = ()  # events that say that a job failed
    handle: str = ""
    retries: str = "options"  # where they are set: options, chained, broker, service, built-in
    event: str = ""  # the type of what a function is given that the platform starts for its jobs


QUEUES = (
    QueueLibrary(
        "Bull",
        "bull @nestjs/bull",
        made=". Queue registerQueue registerQueueAsync InjectQueue",
        fed="add addBulk",
        worked="process Processor",
        failed=("failed", "global:failed"),
        handle=r"(?:\w*[qQ]ueues?)",
    ),
    QueueLibrary(
        "BullMQ",
        "bullmq @nestjs/bullmq",
        made="Queue FlowProducer registerQueue registerQueueAsync registerFlowProducer InjectQueue InjectFlowProducer",
        fed="add addBulk upsertJobScheduler",
        worked="Worker Processor",
        failed=("failed",),
        handle=r"(?:\w*(?:[qQ]ueues?|[wW]orkers?|[qQ]ueueEvents|[fF]low(?:Producer)?))",
    ),
    QueueLibrary("Bee-Queue", "bee-queue", ". Queue", "createJob", "process", ("failed", "job failed"), retries="chained"),
    QueueLibrary("Kue", "kue", "createQueue", "create createJob", "process", ("failed", "job failed"), retries="chained"),
    QueueLibrary(
        "Agenda",
        "agenda @hokify/agenda agenda-nest",
        made=". Agenda",
        fed="every schedule now create",
        worked="define Define Every Schedule",
        failed=("fail",),
        handle=r"(?:\w*[aA]genda)",
    ),
    QueueLibrary(
        "pg-boss",
        "pg-boss @wavezync/nestjs-pgboss",
        made=". PgBoss",
        fed="send sendAfter sendThrottled sendDebounced sendSingleton insert publish publishAfter schedule",
        worked="work subscribe onComplete Job CronJob",
        handle=r"(?:\w*(?:pgB|[bB])oss)",
    ),
    QueueLibrary(
        "RabbitMQ",
        "amqplib amqp-connection-manager @golevelup/nestjs-rabbitmq amqp rascal rabbitmq-client",
        made="assertQueue",
        fed="sendToQueue publish",
        worked="consume RabbitSubscribe subscribe createConsumer",
        handle=r"(?:\w*(?:[cC]hannel|[cC]h)\w*)",
        retries="broker",
    ),
    QueueLibrary(
        "Kafka",
        "kafkajs node-rdkafka @confluentinc/kafka-javascript",
        made="producer Producer",
        fed="send sendBatch produce",
        worked="run KafkaConsumer",
        failed=("consumer.crash", "crash"),
        handle=r"(?:\w*[pP]roducer)",
        retries="broker",
    ),
    QueueLibrary(
        "SQS",
        "@aws-sdk/client-sqs sqs-consumer aws-sdk",
        fed="SendMessageCommand SendMessageBatchCommand sendMessage sendMessageBatch",
        worked="ReceiveMessageCommand receiveMessage create",
        failed=("processing_error", "timeout_error"),
        retries="service",
        event="SQSEvent",
    ),
    QueueLibrary(
        "SQS", "@ssut/nestjs-sqs", fed="send", worked="SqsMessageHandler", failed=("processing_error",), retries="service"
    ),
    QueueLibrary("rsmq", "rsmq", ". RedisSMQ", "sendMessage sendMessageAsync", "receiveMessage receiveMessageAsync"),
    QueueLibrary(
        "Pub/Sub",
        "@google-cloud/pubsub",
        fed="publishMessage publish publishJSON",
        worked="subscription",
        retries="service",
    ),
    QueueLibrary("Cloud Tasks", "@google-cloud/tasks", fed="createTask", retries="service"),
    QueueLibrary("Service Bus", "@azure/service-bus", "createSender", "sendMessages", "createReceiver", retries="service"),
    QueueLibrary("Celery", "celery-node", fed="delay applyAsync", worked="register"),
    QueueLibrary("Graphile Worker", "graphile-worker", "makeWorkerUtils", "addJob quickAddJob", "run", retries="built-in"),
)
PLATFORM_EVENTS = frozenset(one.event for one in QUEUES if one.event)
LIBRARY_OF = {package: library for library in QUEUES for package in library.packages.split()}

# NestJS microservices: a queue where the transport is one of these
MICROSERVICES = "@nestjs/microservices"
DURABLE_TRANSPORTS = {"RMQ": "RabbitMQ", "KAFKA": "Kafka"}

# options of a job
ATTEMPTS = {"attempts", "retryLimit", "retries", "maxAttempts"}
BACKOFF = {"backoff", "retryBackoff"}
DEFAULTS = {"defaultJobOptions"}
DEAD_LETTERS = {"deadLetterExchange", "x-dead-letter-exchange", "deadLetterRoutingKey", "x-dead-letter-routing-key"}
RETRIERS = {"p-retry", "async-retry", "exponential-backoff", "cockatiel", "ts-retry-promise", "retry"}

# decorators, calls and packages that watch a queue
FAILED_DECORATORS = {"OnQueueFailed", "OnGlobalQueueFailed"}
EVENT_DECORATORS = {"OnWorkerEvent", "OnQueueEvent", "OnGlobalQueueEvent", "SqsConsumerEventHandler"}
COUNTERS = {"getFailed", "getFailedCount", "getJobCounts", "getJobCountByTypes"}
DASHBOARDS = {
    "@bull-board/api": ("createBullBoard",),
    "@bull-board/nestjs": ("BullBoardModule.forRoot", "BullBoardModule.forRootAsync", "BullBoardModule.forFeature"),
    "bull-board": ("createBullBoard", "setQueues", "router", "UI"),
    "bull-arena": ("",),
    "agendash": ("",),
    "kue": ("app.listen", "app"),
    "kue-ui": ("setup", "app"),
    "bull-monitor": ("",),
    "@bull-monitor/express": ("BullMonitorExpress",),
    "@bull-monitor/fastify": ("BullMonitorFastify",),
    "@queuedash/api": ("createQueueDashExpressMiddleware", "fastifyQueueDashPlugin"),
    "bullmq-dash": ("",),
}
DEAD_LETTER_NAME = re.compile(r"(?:^|[-_.:])(?:dlq|dlx|dead[-_.]?letters?)(?:$|[-_.:])|DeadLetter", re.I)

# what makes the process itself start work: the names of each package
SCHEDULERS = {
    "node-cron": {"schedule"},
    "cron": {"CronJob", "job", "CronJob.from"},
    "node-schedule": {"scheduleJob"},
    "croner": {"Cron", ""},
    "bree": {""},
    "@nestjs/schedule": {"Cron", "Interval", "SchedulerRegistry.addCronJob", "SchedulerRegistry.addInterval"},
    "toad-scheduler": {"SimpleIntervalJob", "LongIntervalJob", "CronJob"},
    "fastify-cron": {""},
}

# slow work, by the last names of what is called: package → (what it is, names)
SLOW = {
    "nodemailer": ("mail", {"sendMail"}),
    "@nestjs-modules/mailer": ("mail", {"sendMail"}),
    "fastify-mailer": ("mail", {"sendMail"}),
    "@sendgrid/mail": ("mail", {"send", "sendMultiple"}),
    "sendgrid": ("mail", {"send", "sendMultiple"}),
    "mailgun.js": ("mail", {"messages.create"}),
    "mailgun-js": ("mail", {"messages.send"}),
    "@aws-sdk/client-ses": ("mail", {"SendEmailCommand", "SendTemplatedEmailCommand", "SendRawEmailCommand", "sendEmail"}),
    "@aws-sdk/client-sesv2": ("mail", {"SendEmailCommand", "SendBulkEmailCommand", "sendEmail"}),
    "aws-sdk": ("mail", {"SES.sendEmail", "SES.sendTemplatedEmail", "SES.sendRawEmail"}),
    "postmark": ("mail", {"sendEmail", "sendEmailWithTemplate", "sendEmailBatch"}),
    "resend": ("mail", {"emails.send", "batch.send"}),
    "nestjs-resend": ("mail", {"send"}),
    "email-templates": ("mail", {"send"}),
    "node-mailjet": ("mail", {"post.request"}),
    "@getbrevo/brevo": ("mail", {"sendTransacEmail"}),
    "sib-api-v3-sdk": ("mail", {"sendTransacEmail"}),
    "@mailchimp/mailchimp_transactional": ("mail", {"messages.send", "messages.sendTemplate"}),
    "mailersend": ("mail", {"email.send"}),
    "sendmail": ("mail", {""}),
    "puppeteer": ("a browser", {"launch"}),
    "puppeteer-core": ("a browser", {"launch"}),
    "playwright": ("a browser", {"launch"}),
    "html-pdf": ("a browser", {"create"}),
    "html-pdf-node": ("a browser", {"generatePdf", "generatePdfs"}),
    "fluent-ffmpeg": ("video", {""}),
}
